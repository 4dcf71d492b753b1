// [data-focus]: takes the reader to what is wrong with a form when the page comes back with it.

export default class Focus {
  constructor(element) {
    element.focus();
  }
}
