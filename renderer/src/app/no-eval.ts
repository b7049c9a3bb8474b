import { z } from 'zod';

// zod compiles its parsers with `new Function` unless told not to; the page's content security policy forbids that and reports every try.
z.config({ jitless: true });
