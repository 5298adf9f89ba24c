const HUES = 7;

/** Draws a picture that is never the same twice: colour bars, a disc that goes around, and the time. */
export function drawTestPicture(context: CanvasRenderingContext2D, now: number): void {
  const { width, height } = context.canvas;
  for (let bar = 0; bar < HUES; bar += 1) {
    context.fillStyle = `hsl(${(bar * 360) / HUES} 65% 45%)`;
    context.fillRect((bar * width) / HUES, 0, width / HUES + 1, height);
  }
  const angle = now / 600;
  context.fillStyle = '#fff';
  context.beginPath();
  context.arc(
    width / 2 + Math.cos(angle) * height * 0.3,
    height / 2 + Math.sin(angle) * height * 0.3,
    height * 0.08,
    0,
    7,
  );
  context.fill();
  context.fillStyle = 'rgb(0 0 0 / 70%)';
  context.fillRect(0, height * 0.82, width, height * 0.18);
  context.fillStyle = '#fff';
  context.font = `600 ${Math.round(height * 0.09)}px ui-monospace, monospace`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(new Date().toISOString().slice(11, 23), width / 2, height * 0.91);
}
