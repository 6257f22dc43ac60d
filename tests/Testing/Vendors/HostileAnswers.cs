using System.Globalization;
using System.Text;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Vendors;

/// <summary>Answers that a vendor's server does not give, with all that the request held in them.</summary>
public static class HostileAnswers
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["400", "403", "500", "echo", "html", "cut", "redirect", "other types"];

    /// <summary>The answer of a kind.</summary>
    public static ServedAnswer Of(string kind, VendorServer server, ServedRequest request)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(request);
        var body = Encoding.UTF8.GetString(request.Body);
        var echo = (body + " " + string.Join(' ', request.Headers.Values)).Replace("\"", "", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal);
        return kind switch
        {
            "400" or "403" or "500" => server.Refusal(int.Parse(kind, CultureInfo.InvariantCulture), echo),
            "echo" => ServedAnswer.Kept(body + echo),
            "html" => ServedAnswer.Kept($"<html>{echo}</html>", "502 Bad Gateway"),
            "cut" => ServedAnswer.Raw($"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n{{\"data\":\"{echo}"),
            "redirect" => ServedAnswer.Redirect("http://127.0.0.1:9/?" + Uri.EscapeDataString(echo), 307),
            _ => ServedAnswer.Kept(
                $$"""{"Plaintext":["{{echo}}"],"plaintext":{"a":"{{echo}}"},"data":"{{echo}}","plain_text":7,"value":8}"""),
        };
    }
}
