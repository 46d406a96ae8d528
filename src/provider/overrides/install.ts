/**
 * Puts a method of ours in place of one of the engine's.
 *
 * The engine's classes are made anew with each Provider and are not all documented: an override that no longer finds
 * what it replaces must stop the start, or a safety of ours would silently be gone after an update.
 * @throws Error when the engine has no such method
 */
export function override<T extends object, K extends keyof T & string>(
  target: T,
  method: K,
  make: (original: T[K]) => T[K],
): void {
  const original = target[method];
  if (typeof original !== 'function') throw new Error(`oidc-provider has no ${method} to override any more`);
  Object.defineProperty(target, method, { value: make(original), writable: true, configurable: true });
}
