/* Runs before the page is drawn: tells the styles that scripts are there, so that nothing jumps. */
document.documentElement.classList.add("js");
