using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Kubeconform;

/// <summary>The server that the golden cases were recorded with: a folder of schemas, and the ways in which servers fail.</summary>
internal sealed class SchemaFolderServer : IDisposable
{
    private const int Failures = 2;

    private readonly string _folder;
    private readonly HttpServer _server;
    private int _flaky;

    public SchemaFolderServer(string folder)
    {
        _folder = folder;
        _server = new(Answer);
    }

    public string Port => _server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What was asked for, in order.</summary>
    public IEnumerable<string> Requests => _server.Requests.Select(request => request.Target);

    /// <summary>The same as whole URLs.</summary>
    public IReadOnlyList<string> Urls => [.. Requests.Select(target => _server.Url + target)];

    public void Dispose() => _server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        var parts = request.Target.Split('/', 3);
        var rest = parts.Length > 2 ? parts[2] : "";
        return parts[1] switch
        {
            "ok" => File(rest),
            "status" => ServedAnswer.Kept("oops", rest.Split('/')[0] + " Status"),
            "html" => ServedAnswer.Kept("<html><body>a page</body></html>"),
            "truncated" => ServedAnswer.Kept("{\"type\": \"object\","),
            "redirect" => ServedAnswer.Kept("", "302 Found", $"Location: /ok/{rest}\r\n"),
            "flaky" when ++_flaky <= Failures => ServedAnswer.Kept("oops", "503 Service Unavailable"),
            "flaky" => File(rest),
            _ => ServedAnswer.Kept("", "404 Not Found"),
        };
    }

    private ServedAnswer File(string path) => Path.Combine(_folder, path) is var file && System.IO.File.Exists(file)
        ? ServedAnswer.Kept(System.IO.File.ReadAllText(file))
        : ServedAnswer.Kept("", "404 Not Found");
}
