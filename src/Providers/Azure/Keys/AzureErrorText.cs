using System.Globalization;
using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Keys;

/// <summary>
/// A refusal in the words of the vendor's library for Go, which sops prints (<c>azcore.ResponseError</c>): the request, the status, the code
/// and the content, indented. A content that is not an error as the vendor writes it is not quoted.
/// </summary>
internal static class AzureErrorText
{
    // The vendor's errors are short.
    private const int MaxContent = 8 * 1024;

    private static readonly string Separator = new('-', 80);

    /// <summary>The text, which ends with a line break.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="response">The answer.</param>
    /// <param name="content">Its content; lent.</param>
    /// <param name="sent">What was sent that must not come back.</param>
    public static string Of(HttpRequest request, HttpResponse response, ReadOnlySpan<byte> content, IEnumerable<string?> sent)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        var error = (JsonFields.TryParse(content) ?? default).Child("error");
        var code = AzureFailures.Code(error.Text("code"));
        var status = string.Create(
            CultureInfo.InvariantCulture, $"{response.Status}: {response.Status} {HttpStatus.Words(response.Status)}").TrimEnd();
        var text = new StringBuilder(request.Method.Method).Append(' ').Append(WithoutQuery(request.Url.Display)).Append('\n')
            .Append(Separator).Append('\n')
            .Append("RESPONSE ").Append(status).Append('\n')
            .Append(code.Length > 0 ? "ERROR CODE: " + code : "ERROR CODE UNAVAILABLE").Append('\n')
            .Append(Separator).Append('\n')
            .Append(content.IsEmpty ? "Response contained no body"
                : code.Length > 0 && error.Text("message") is not null && content.Length <= MaxContent ? Indented(content)
                : "the content of the response is not the vendor's").Append('\n')
            .Append(Separator).Append('\n');
        return DisplayText.Lines(SentSecrets.Clear(text.ToString(), sent));
    }

    private static string WithoutQuery(string url) => url.Split('?')[0];

    // As Go's json.Indent: tokens stay as they are written, and so do blanks at the end.
    private static string Indented(ReadOnlySpan<byte> json)
    {
        var (output, depth, isOpened, isText) = (new StringBuilder(), 0, false, false);
        var source = Encoding.UTF8.GetString(json);
        var end = source.AsSpan().TrimEnd(" \t\r\n").Length;
        for (var at = 0; at < end; at++)
        {
            var letter = source[at];
            if (isText)
            {
                output.Append(letter);
                if (letter == '\\')
                {
                    output.Append(source[++at]);
                }

                isText = letter != '"';
                continue;
            }

            if (letter is ' ' or '\t' or '\r' or '\n')
            {
                continue;
            }

            if (letter is '}' or ']')
            {
                depth -= isOpened ? 0 : 1;
                _ = isOpened ? output : NewLine(output, depth);
                isOpened = false;
                output.Append(letter);
                continue;
            }

            if (isOpened)
            {
                NewLine(output, ++depth);
            }

            isOpened = letter is '{' or '[';
            isText = letter == '"';
            output.Append(letter);
            _ = letter switch
            {
                ',' => NewLine(output, depth),
                ':' => output.Append(' '),
                _ => output,
            };
        }

        return output.Append(source, end, source.Length - end).ToString();
    }

    private static StringBuilder NewLine(StringBuilder output, int depth) => output.Append('\n').Append(' ', 2 * depth);
}
