using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Sops;

/// <summary>
/// The Vault of the transcripts, on a free port instead of 18200: transit puts a prefix before the plaintext, reads answer what the row
/// says. Keeps what it is asked.
/// </summary>
internal sealed class VaultStub : IDisposable
{
    private const string Address = "127.0.0.1:18200";
    private const string Prefix = "vault:v1:";

    private readonly JsonArray _recorded;
    private readonly HttpServer _server;

    public VaultStub(JsonArray recorded)
    {
        _recorded = recorded;
        _server = new(Answer);
    }

    /// <summary>A text of a row with this server's address.</summary>
    public string Here(string text) => text.Replace(Address, $"127.0.0.1:{_server.Port}", StringComparison.Ordinal);

    /// <summary>Compares the requests so far with the recorded ones.</summary>
    public void Check()
    {
        var requests = _server.Requests;
        Assert.Equal(
            _recorded.Select(row => $"{row!["method"]} {row["path"]} {row["token"]} {row["request"]}"),
            requests.Select(request =>
                $"{request.Method} {request.Target} {request.Header("X-Vault-Token")} {request.Header("X-Vault-Request")}"));
        foreach (var (row, request) in _recorded.Zip(requests))
        {
            var sent = request.Body.Length == 0 ? null : JsonNode.Parse(request.Body);
            if (sent?["plaintext"] is not null)
            {
                sent["plaintext"] = "<SECRET>";
            }

            Assert.Equal(row!["body"]?.ToJsonString(), sent?.ToJsonString());
        }
    }

    public void Dispose() => _server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        var sent = request.Body.Length == 0 ? null : JsonNode.Parse(request.Body) as JsonObject;
        if ((string?)sent?["plaintext"] is { } plaintext)
        {
            return Data(new() { ["ciphertext"] = Prefix + plaintext });
        }

        if ((string?)sent?["ciphertext"] is { } ciphertext)
        {
            return Data(new() { ["plaintext"] = ciphertext[Prefix.Length..] });
        }

        var row = _recorded.FirstOrDefault(row => (string)row!["method"]! == request.Method && (string)row["path"]! == request.Target);
        return ServedAnswer.Kept(row?["reply"]?.ToJsonString() ?? "{\"errors\":[]}", $"{row?["status"] ?? 404} Recorded");
    }

    private static ServedAnswer Data(JsonObject data) => ServedAnswer.Kept(new JsonObject { ["data"] = data }.ToJsonString());
}
