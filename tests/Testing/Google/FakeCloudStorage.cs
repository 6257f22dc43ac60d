using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Google;

/// <summary>Google Cloud Storage with buckets and objects in memory: it takes uploads of one request with metadata and content.</summary>
public sealed class FakeCloudStorage : IDisposable
{
    private const string Start = "/upload/storage/v1/b/";

    private readonly ConcurrentDictionary<string, (byte[] Content, string Type)> _objects = new();
    private readonly ConcurrentQueue<ServedAnswer> _next = new();
    private readonly HashSet<string> _buckets;

    /// <summary>Starts it.</summary>
    /// <param name="buckets">The names of its buckets.</param>
    public FakeCloudStorage(params string[] buckets) => (_buckets, Server) = ([.. buckets], new(Answer));

    /// <summary>The server, with what it was asked.</summary>
    public HttpServer Server { get; }

    /// <summary>Answers the next request otherwise; further ones queue up.</summary>
    public void Next(ServedAnswer answer) => _next.Enqueue(answer);

    /// <summary>The content of an object and its type, or null.</summary>
    public (byte[] Content, string Type)? Find(string bucket, string name) =>
        _objects.TryGetValue($"{bucket}/{name}", out var found) ? found : null;

    /// <summary>Takes a request, of which server it may be.</summary>
    public ServedAnswer Answer(ServedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_next.TryDequeue(out var answer))
        {
            return answer;
        }

        var parts = request.Target.Split('?', 2);
        var fields = parts[^1].Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        if (request.Method != "POST" || !parts[0].StartsWith(Start, StringComparison.Ordinal)
            || !parts[0].EndsWith("/o", StringComparison.Ordinal) || fields["uploadType"] != "multipart")
        {
            return FakeKms.Error(404, "NOT_FOUND", "no such method");
        }

        var bucket = Uri.UnescapeDataString(parts[0][Start.Length..^2]);
        if (!_buckets.Contains(bucket))
        {
            return FakeKms.Error(404, "NOT_FOUND", "The specified bucket does not exist.");
        }

        var (metadata, type, content) = Parts(request);
        if ((string?)metadata["bucket"] != bucket || (string?)metadata["name"] != fields["name"])
        {
            return FakeKms.Error(400, "INVALID_ARGUMENT", "the names differ");
        }

        _objects[$"{bucket}/{fields["name"]}"] = (content, type);
        return ServedAnswer.Kept(metadata.ToJsonString());
    }

    /// <inheritdoc/>
    public void Dispose() => Server.Dispose();

    private static (JsonNode Metadata, string Type, byte[] Content) Parts(ServedRequest request)
    {
        // Latin-1 keeps each byte as one letter.
        var text = Encoding.Latin1.GetString(request.Body);
        var boundary = "--" + request.Header("Content-Type")!.Split("boundary=")[1];
        var parts = text.Split(boundary);
        if (parts.Length != 4 || parts[3].Trim() != "--")
        {
            throw new InvalidDataException("not two parts");
        }

        var (json, (type, content)) = (Part(parts[1]), Part(parts[2]));
        return (JsonNode.Parse(Encoding.Latin1.GetBytes(json.Content))!, type, Encoding.Latin1.GetBytes(content));
    }

    private static (string Type, string Content) Part(string part)
    {
        var halves = part.Split("\r\n\r\n", 2);
        return (halves[0].Split("Content-Type: ")[1].Trim(), halves[1][..^2]);
    }
}
