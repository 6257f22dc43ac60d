using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Aws;

/// <summary>A KMS that opens what was recorded of it, by ciphertext, and nothing else.</summary>
internal sealed class AwsKeyHolder : IDisposable
{
    private readonly Dictionary<string, string> _plaintexts = [];
    private readonly JsonObject? _context;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Has the recordings.</param>
    /// <param name="context">The only context that it takes; null for any.</param>
    public AwsKeyHolder(string folder, JsonObject? context = null)
    {
        _context = context;
        var files = Directory.EnumerateFiles(folder, "sops-*.jsonl")
            .Where(path => !path.EndsWith(".runs.jsonl", StringComparison.Ordinal));
        foreach (var line in files.SelectMany(File.ReadLines))
        {
            var exchange = JsonNode.Parse(line)!;
            var (request, response) = (exchange["request"]!["body"] as JsonObject, exchange["response"]!["body"] as JsonObject);
            var blob = response?["CiphertextBlob"] ?? request?["CiphertextBlob"];
            if (blob is not null && (request?["Plaintext"] ?? response?["Plaintext"]) is { } plaintext)
            {
                _plaintexts[blob.GetValue<string>()] = plaintext.GetValue<string>();
            }
        }

        Server = new(Answer);
    }

    public HttpServer Server { get; }

    public void Dispose() => Server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        var body = JsonNode.Parse(request.Body)!;
        return (_context is null || JsonNode.DeepEquals(_context, body["EncryptionContext"]))
            && _plaintexts.TryGetValue(body["CiphertextBlob"]!.GetValue<string>(), out var plaintext)
            ? ServedAnswer.Kept(new JsonObject { ["KeyId"] = body["KeyId"]!.DeepClone(), ["Plaintext"] = plaintext }.ToJsonString())
            : ServedAnswer.Kept("""{"__type":"InvalidCiphertextException"}""", "400 Bad Request");
    }
}
