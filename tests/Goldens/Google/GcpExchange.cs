using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SecretsKit.Providers.Grpc;
using SecretsKit.Providers.Grpc.Protobuf;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Goldens.Google;

/// <summary>
/// One exchange that was recorded of the reference: compares a request with it, calls of gRPC and claims of tokens included, and answers as
/// the server did. What is compared is the request as JSON in the form of the recording.
/// </summary>
internal sealed class GcpExchange(RecordedExchange recorded, GoogleAccount account)
{
    private static readonly string[] ComparedHeaders =
        ["authorization", "content-type", "grpc-accept-encoding", "grpc-timeout", "te", "x-goog-request-params"];

    public string Id => recorded.Id;

    /// <summary>The request as it should be; what is random in it is masked.</summary>
    public string Expected => Mask(recorded.Request.DeepClone()).ToJsonString();

    /// <summary>A request in the form of the recording.</summary>
    public async Task<string> ReadAsync(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content);
        var headers = new JsonObject();
        foreach (var name in ComparedHeaders.Where(name => request.Headers.ContainsKey(name)))
        {
            headers[name] = Header(name, request.Headers[name].ToString());
        }

        var result = new JsonObject
        {
            ["host"] = request.Host.Value,
            ["method"] = request.Method,
            ["path"] = request.Path.Value,
            ["query"] = request.QueryString.Value!.TrimStart('?'),
            ["headers"] = headers,
        };
        var type = request.ContentType;
        result[type == "application/grpc" ? "grpc" : "body"] = type switch
        {
            "application/grpc" => Fields(content.ToArray()),
            "application/json" => JsonNode.Parse(content.ToArray()),
            _ => new JsonObject { ["form"] = Form(Encoding.UTF8.GetString(content.ToArray())) },
        };
        return Mask(result).ToJsonString();
    }

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpResponse response)
    {
        var headers = recorded.Response["headers"]!;
        response.StatusCode = recorded.Status;
        response.ContentType = (string)headers["content-type"]!;
        if (recorded.Response["grpc"] is not JsonObject fields)
        {
            await response.WriteAsync(recorded.Response["body"]!.ToJsonString());
            return;
        }

        using var message = new ProtobufWriter();
        foreach (var (field, values) in fields)
        {
            foreach (var value in values!.AsArray())
            {
                var bytes = value is JsonObject wrapped ? Convert.FromBase64String((string)wrapped["base64"]!)
                    : Encoding.UTF8.GetBytes((string)value!);
                message.Bytes(int.Parse(field, CultureInfo.InvariantCulture), bytes);
            }
        }

        await response.Body.WriteAsync(GrpcFrame.Write(message.Written.Span));
        response.AppendTrailer("grpc-status", (string)headers["grpc-status"]!);
    }

    private JsonNode Header(string name, string value) => name switch
    {
        "authorization" when value.Count(letter => letter == '.') == 2 && !value.Contains("ya29", StringComparison.Ordinal) =>
            "Bearer " + Token(value["Bearer ".Length..]),
        "grpc-timeout" => value.EndsWith('u') && long.Parse(value[..^1], CultureInfo.InvariantCulture) is > 0 and <= 60_000_000
            ? "{{microseconds:<=60000000}}u" : value,
        _ => value,
    };

    // The recording shows the claims of a token, in their order.
    private string Token(string jwt)
    {
        var (header, claims) = account.Open(jwt);
        var values = JsonNode.Parse(claims)!.AsObject();
        Assert.Equal(3600, values["exp"]!.GetValue<long>() - values["iat"]!.GetValue<long>());
        (values["exp"], values["iat"]) = ("iat+3600", "unix");
        return "{{jwt:" + Spaced(new JsonObject { ["header"] = JsonNode.Parse(header), ["claims"] = values.DeepClone() }) + "}}";
    }

    private static string Spaced(JsonNode node) => node is JsonObject map
        ? "{" + string.Join(", ", map.Select(entry => $"\"{entry.Key}\": {Spaced(entry.Value!)}")) + "}"
        : JsonSerializer.Serialize(node.GetValue<string>(), Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    private JsonObject Form(string form)
    {
        var fields = new JsonObject();
        foreach (var pair in form.Split('&').Select(pair => pair.Split('=')).OrderBy(pair => pair[0], StringComparer.Ordinal))
        {
            var value = Uri.UnescapeDataString(pair[1].Replace('+', ' '));
            fields[pair[0]] = pair[0] == "assertion" ? Token(value) : value;
        }

        return fields;
    }

    private static JsonObject Fields(byte[] content)
    {
        var fields = new JsonObject();
        var reader = new ProtobufReader(content.AsSpan(GrpcFrame.HeadLength));
        while (reader.Read())
        {
            fields[reader.Field.ToString(CultureInfo.InvariantCulture)] = new JsonArray(reader.Field == 1 ? reader.Text
                : new JsonObject { ["base64"] = Convert.ToBase64String(reader.Bytes) });
        }

        return fields;
    }

    // The data key of a new file is random.
    private static JsonObject Mask(JsonNode request)
    {
        var map = request.AsObject();
        var isEncrypt = map["path"]!.GetValue<string>() is var path
            && (path.EndsWith(":encrypt", StringComparison.Ordinal) || path.EndsWith("/Encrypt", StringComparison.Ordinal));
        if (isEncrypt && map["body"] is JsonObject body)
        {
            body["plaintext"] = Convert.FromBase64String(body["plaintext"]!.GetValue<string>()).Length;
        }

        if (isEncrypt && map["grpc"] is JsonObject fields)
        {
            fields["2"] = Convert.FromBase64String(fields["2"]![0]!["base64"]!.GetValue<string>()).Length;
        }

        return Sorted(map).AsObject();
    }

    private static JsonNode Sorted(JsonNode node) => node is JsonObject map
        ? new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Sorted(entry.Value!))))
        : node.DeepClone();
}
