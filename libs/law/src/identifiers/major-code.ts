const shape = /^\d{6}$/;

/** True for six ASCII digits: 2 category, 2 class, 2 major (专业代码). The catalogue itself is imported data. */
export const isMajorCode = (text: string): boolean => shape.test(text);
