/** A file copied into the build; the import is its path at run time. */
declare module '*.png?asset' {
  const path: string;
  export default path;
}
