import type { Locale } from '#wording';

const range = /^([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?(?:;q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?))?$/;

/** The language that an Accept-Language header asks for; Chinese when it asks for nothing that we speak. */
export const localeOf = (acceptLanguage: string | undefined): Locale => {
  let best: { readonly locale: Locale; readonly weight: number } = { locale: 'zh-CN', weight: 0 };
  for (const part of (acceptLanguage ?? '').slice(0, 500).toLowerCase().replaceAll(' ', '').split(',')) {
    const [, language, weight = '1'] = range.exec(part) ?? [];
    const locale = language === 'en' ? 'en' : language === 'zh' ? 'zh-CN' : undefined;
    if (locale && Number(weight) > best.weight) best = { locale, weight: Number(weight) };
  }
  return best.locale;
};
