// A stylesheet that is imported is bundled as text.
declare module "*.css" {
  const text: string;
  export default text;
}
