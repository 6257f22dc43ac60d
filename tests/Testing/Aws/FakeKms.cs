using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Aws;

/// <summary>KMS on a free port: it wraps for keys that it was given, and opens what it wrapped for the same key and context.</summary>
public sealed class FakeKms : IDisposable
{
    private readonly ConcurrentDictionary<string, string> _wrapped = new();
    private readonly HashSet<string> _keys;
    private readonly ConcurrentQueue<Func<ServedRequest, ServedAnswer>> _next = new();
    private int _count;

    /// <summary>Starts it.</summary>
    /// <param name="keys">The ARNs of its keys.</param>
    public FakeKms(params string[] keys) => (_keys, Server) = ([.. keys], new(Answer));

    /// <summary>The server, with what it was asked.</summary>
    public HttpServer Server { get; }

    /// <summary>Answers the next request otherwise; further ones queue up.</summary>
    public void Next(Func<ServedRequest, ServedAnswer> answer) => _next.Enqueue(answer);

    /// <summary>A failure as AWS words it.</summary>
    public static ServedAnswer Fault(string code, string message = "", string status = "400 Bad Request", string headers = "") =>
        ServedAnswer.Kept(
            new JsonObject { ["__type"] = $"com.amazonaws.kms#{code}", ["message"] = message }.ToJsonString(), status, headers);

    /// <inheritdoc/>
    public void Dispose() => Server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        if (_next.TryDequeue(out var answer))
        {
            return answer(request);
        }

        var body = JsonNode.Parse(request.Body)!.AsObject();
        var key = body["KeyId"]!.GetValue<string>();
        var context = body["EncryptionContext"]!.ToJsonString();
        if (!_keys.Contains(key))
        {
            return Fault("NotFoundException", $"Key '{key}' does not exist");
        }

        if (request.Header("X-Amz-Target") == "TrentService.Encrypt")
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"ciphertext number {Interlocked.Increment(ref _count)}"));
            _wrapped[$"{key} {context} {text}"] = body["Plaintext"]!.GetValue<string>();
            return ServedAnswer.Kept(new JsonObject { ["KeyId"] = key, ["CiphertextBlob"] = text }.ToJsonString());
        }

        return _wrapped.TryGetValue($"{key} {context} {body["CiphertextBlob"]!.GetValue<string>()}", out var plaintext)
            ? ServedAnswer.Kept(new JsonObject { ["KeyId"] = key, ["Plaintext"] = plaintext }.ToJsonString())
            : Fault("InvalidCiphertextException");
    }
}
