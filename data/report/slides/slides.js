/* From slide to slide by keyboard; without this they stand one below the other. */
const slides = [...document.querySelectorAll(".slide")];
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const middle = innerHeight / 2;
  const at = slides.findLastIndex((slide) => slide.getBoundingClientRect().top <= middle);
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, " ": at + (event.shiftKey ? -1 : 1), Home: 0, End: slides.length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const slide = slides[Math.max(0, Math.min(steps[event.key], slides.length - 1))];
  slide.tabIndex = -1;
  slide.focus({ preventScroll: true });
  slide.scrollIntoView();
});
