import { expect, test } from 'vitest';
import { compactHtml } from './compact-html.ts';

test('white space between blocks and rows goes, between words and inline elements it stays', () => {
  expect(compactHtml('<ul>  <li>a</li> \n <li>b  c</li> </ul>')).toBe('<ul><li>a</li><li>b c</li></ul>');
  expect(compactHtml('<p>one <b>two</b> <i>three</i></p>')).toBe('<p>one <b>two</b> <i>three</i></p>');
  expect(compactHtml('<p><a href="x">a</a> · <time>b</time> <svg class="icon"></svg> c</p>')).toBe(
    '<p><a href="x">a</a> · <time>b</time> <svg class="icon"></svg> c</p>',
  );
  expect(compactHtml('<tr class="a"> <td data-v="1">x</td> <td> y </td> </tr>')).toBe(
    '<tr class="a"><td data-v="1">x</td><td> y </td></tr>',
  );
});

test('spaces that may not break stay', () => {
  expect(compactHtml('<td>99\u00a0\u00a0%</td>\u00a0<td>1\u202f%</td>')).toBe(
    '<td>99\u00a0\u00a0%</td>\u00a0<td>1\u202f%</td>',
  );
});

test('what is verbatim stays, also in a row', () => {
  const verbatim = '<pre>a   b\n  <code>c</code>\n</pre><script>if (a  <  b) "<p> </p> <p>"</script>';
  expect(compactHtml(`<p>x</p>  ${verbatim}  <p>y</p>`)).toBe(`<p>x</p> ${verbatim} <p>y</p>`);
});

test('text that looks like tags or paths is text', () => {
  const text = '<p>&lt;p&gt; &lt;p&gt; d="M0,0L1,1"</p>';
  expect(compactHtml(text)).toBe(text);
  expect(compactHtml('<p title="<p>  <p>">x</p>')).toBe('<p title="<p>  <p>">x</p>');
});

test('paths are drawn by steps', () => {
  expect(compactHtml('<path class="a" d="M0,4L2,4L4,4"></path>')).toBe(
    '<path class="a" d="M0 4l2 0 2 0"></path>',
  );
});
