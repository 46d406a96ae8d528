// A form that was refused stays in the history by its address alone: Back and Reload show the form, and the browser need
// not ask whether to send once more what was typed.
history.replaceState(null, '', location.href);
