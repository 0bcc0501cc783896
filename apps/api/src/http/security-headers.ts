import type { SecurityHeadersOptions } from '@nestjs/common';

const self = "'self'";
const none = "'none'";

/**
 * What every answer carries. Nothing is loaded from elsewhere, nothing inline runs, nobody frames us. Where people reach
 * the service over TLS their browsers are told to stay there; on the loopback there is none. Headers of browsers long
 * gone are left out.
 */
export const securityHeadersFor = (publicUrl: string | undefined): SecurityHeadersOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: [none],
      scriptSrc: [self],
      styleSrc: [self],
      imgSrc: [self, 'data:'],
      connectSrc: [self],
      formAction: [self],
      baseUri: [none],
      frameAncestors: [none],
    },
  },
  strictTransportSecurity: publicUrl?.startsWith('https:') === true && { maxAge: 31_536_000, includeSubDomains: true },
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: { action: 'deny' },
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});
