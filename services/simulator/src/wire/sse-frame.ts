export function dataFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export function eventFrame(event: string, data: object): string {
  return `event: ${event}\n${dataFrame(data)}`;
}
