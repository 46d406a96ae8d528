/** Letters to people, in their language, and the way they go. */
export { createPost, type Post } from './post.ts';
export { createLetters } from './render.ts';
export type { Letter, LetterContent, Letters } from './render.ts';
