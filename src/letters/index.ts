/** Letters to people: what they say, in their language, and how they go. */
export { createPost } from './post.ts';
export type { Post } from './post.ts';
export { renderLetter } from './render.ts';
export type { Letter, LetterContent } from './render.ts';
