using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using SecretsKit.Goldens.Sops;
using SecretsKit.Providers.Grpc;
using SecretsKit.Providers.Grpc.Protobuf;

namespace SecretsKit.Goldens.KeyServer;

/// <summary>
/// What the reference sent as a client of key services, sent by ours: a service answers as the recorded one did, so that headers and
/// messages, output and exit codes are the same. Data keys are drawn anew.
/// </summary>
public sealed class KeyServerClientTests(GoldenKeys keys)
{
    private const string Area = "providers/keyservice";
    private const string Wrapped = "WRAPPED:";

    // The fields of a key by their numbers, as the definition of the service names them.
    private static readonly Dictionary<int, (string Name, string[] Fields)> Kinds = new()
    {
        [1] = ("kms_key", ["arn", "role", "context", "aws_profile"]),
        [2] = ("pgp_key", ["fingerprint"]),
        [3] = ("gcp_kms_key", ["resource_id"]),
        [4] = ("azure_keyvault_key", ["vault_url", "name", "version"]),
        [5] = ("vault_key", ["vault_address", "engine_path", "key_name"]),
        [6] = ("age_key", ["recipient"]),
        [7] = ("hckms_key", ["key_id"]),
    };

    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = File
        .ReadLines(Path.Combine(SopsRows.Folder(Area), "calls.jsonl"))
        .Select(line => JsonNode.Parse(line)!.AsObject())
        .Where(row => (string?)row["role"] == "client")
        .ToDictionary(row => row["case"]!.GetValue<string>());

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps(Area);

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Asks_as_the_reference_does(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        using var folder = new CaseFolder();
        await File.WriteAllTextAsync(folder.File("plain.yaml"), "a: geheim\n");
        var calls = row["calls"]?.AsArray().Select(call => call!.AsObject()).ToList() ?? [];
        var seen = new ConcurrentQueue<JsonObject>();
        await using var service = await StartAsync(folder.File("ks.sock"), (path, headers, message) =>
        {
            var call = Shown(path, headers, message);
            seen.Enqueue(call);
            return Reply(call, calls.FirstOrDefault()?["grpc-status"]?.GetValue<int>() ?? 0);
        });
        var isDead = calls.Count == 0;
        var port = isDead ? "1" : service.Port.ToString(CultureInfo.InvariantCulture);
        string Filled(string text) => text.Replace("{{port}}", port, StringComparison.Ordinal)
            .Replace("{{dir}}", folder.Path, StringComparison.Ordinal);

        // A file of the same service: the recorded one was made by the row before.
        var words = row["args"]!.AsArray().Select(word => Filled((string)word!)).ToList();
        if (words.Contains("c1.enc.yaml") && words[0] == "decrypt")
        {
            var made = await new SopsRun(keys, folder.Path).RunAsync(
                ["encrypt", "--enable-local-keyservice=false", "--keyservice", $"tcp://127.0.0.1:{service.Port}", "--age",
                    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", "--output", "c1.enc.yaml", "plain.yaml"], []);
            Assert.Equal((0, ""), (made.Exit, made.ErrorText));
            seen.Clear();
        }

        var variables = row["env"]!.AsObject().Select(entry => KeyValuePair.Create(entry.Key, Filled((string)entry.Value!))).ToArray();
        var result = await new SopsRun(keys, folder.Path).RunAsync(words, [], variables: variables);
        Assert.Equal(Filled((string)row["stderr"]!), result.ErrorText);
        if ((string)row["args"]![0]! == "decrypt")
        {
            Assert.Equal((string)row["stdout"]!, result.OutputText);
        }

        Assert.Equal((int)row["exit"]!, result.Exit);
        Assert.Equal(calls.Select(call => Expected(call, Filled)), seen.Select(call => call.ToJsonString()));
    });

    private static string Expected(JsonObject call, Func<string, string> filled)
    {
        var headers = call["headers"]!.AsObject();
        return new JsonObject
        {
            ["path"] = (string)headers[":path"]!,
            ["authority"] = filled((string)call["authority"]!),
            ["content-type"] = (string)headers["content-type"]!,
            ["te"] = (string)headers["te"]!,
            ["grpc-accept-encoding"] = (string)headers["grpc-accept-encoding"]!,
            ["key"] = call["message"]!["key"]!.DeepClone(),
            ["part"] = call["message"]!["plaintext"] is { } plaintext ? Convert.FromBase64String((string)plaintext["base64"]!).Length
                : Convert.FromBase64String(((string)call["message"]!["ciphertext"]!)[Wrapped.Length..]).Length,
        }.ToJsonString();
    }

    private static JsonObject Shown(string path, IHeaderDictionary headers, byte[] message)
    {
        var (key, bytes) = (new JsonObject(), Array.Empty<byte>());
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                key = Key(reader.Bytes.ToArray());
            }
            else
            {
                bytes = reader.Bytes.ToArray();
            }
        }

        var text = Encoding.UTF8.GetString(bytes);
        return new()
        {
            ["path"] = path,
            ["authority"] = headers.Host.ToString(),
            ["content-type"] = headers.ContentType.ToString(),
            ["te"] = headers.TE.ToString(),
            ["grpc-accept-encoding"] = headers.GrpcAcceptEncoding.ToString(),
            ["key"] = key,
            ["part"] = text.StartsWith(Wrapped, StringComparison.Ordinal) ? Convert.FromBase64String(text[Wrapped.Length..]).Length
                : bytes.Length,
            ["bytes"] = Convert.ToBase64String(bytes),
        };
    }

    private static JsonObject Key(byte[] message)
    {
        var reader = new ProtobufReader(message);
        Assert.True(reader.Read());
        var (name, names) = Kinds[reader.Field];
        var fields = new JsonObject();
        var inner = new ProtobufReader(reader.Bytes);
        while (inner.Read())
        {
            if (names[inner.Field - 1] == "context")
            {
                var entry = new ProtobufReader(inner.Bytes);
                var pair = new string[2];
                while (entry.Read())
                {
                    pair[entry.Field - 1] = entry.Text;
                }

                (fields["context"] ??= new JsonObject())[pair[0]] = pair[1];
            }
            else
            {
                fields[names[inner.Field - 1]] = inner.Text;
            }
        }

        return new() { [name] = fields };
    }

    // The recorded service wrapped by writing the key down.
    private static (int Status, byte[] Content) Reply(JsonObject call, int status)
    {
        var bytes = Convert.FromBase64String((string)call["bytes"]!);
        call.Remove("bytes");
        var isEncrypt = ((string)call["path"]!).EndsWith("/Encrypt", StringComparison.Ordinal);
        return status != 0 ? (status, [])
            : (0, isEncrypt ? Encoding.ASCII.GetBytes(Wrapped + Convert.ToBase64String(bytes))
                : Convert.FromBase64String(Encoding.ASCII.GetString(bytes)[Wrapped.Length..]));
    }

    private static async Task<Service> StartAsync(
        string socket, Func<string, IHeaderDictionary, byte[], (int Status, byte[] Content)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            options.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.Run(async context =>
        {
            using var content = new MemoryStream();
            await context.Request.Body.CopyToAsync(content);
            var (status, reply) = answer(context.Request.Path, context.Request.Headers, content.ToArray()[GrpcFrame.HeadLength..]);
            context.Response.ContentType = "application/grpc";
            if (status != 0)
            {
                context.Response.Headers["grpc-status"] = status.ToString(CultureInfo.InvariantCulture);
                context.Response.Headers["grpc-message"] = "Request rejected by user";
                return;
            }

            using var message = new ProtobufWriter();
            message.Bytes(1, reply);
            await context.Response.Body.WriteAsync(GrpcFrame.Write(message.Written.Span));
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await app.StartAsync();
        return new(app);
    }

    private sealed class Service(WebApplication app) : IAsyncDisposable
    {
        public int Port => app.Urls.Select(url => new Uri(url.Replace("http://unix:", "http://unix", StringComparison.Ordinal)))
            .First(url => url.Host == "127.0.0.1").Port;

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
