using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.KeyServer;

/// <summary>
/// What clients sent to the reference's key service, byte for byte, sent to ours: statuses, messages and results are the same.
/// </summary>
public sealed class KeyServerCallTests(GoldenKeys keys)
{
    private const string Area = "providers/keyservice";

    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = File
        .ReadLines(Path.Combine(SopsRows.Folder(Area), "calls.jsonl"))
        .Select(line => JsonNode.Parse(line)!.AsObject())
        .Where(row => row["method"] is not null)
        .ToDictionary(row => row["case"]!.GetValue<string>());

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps(Area);

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Answers_as_the_reference_does(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        var asks = row["prompt_stdout"] is not null;
        using var folder = new CaseFolder();
        string[] place = id.EndsWith("-unix", StringComparison.Ordinal) ? ["--net", "unix", "--addr", "ks.sock"]
            : ["--addr", FreeAddress()];
        await using var server = await KeyServerRun.StartAsync(
            new(keys, folder.Path), folder, ["keyservice", .. place, .. asks ? ["--prompt"] : Array.Empty<string>()], [],
            row["typed"]?.GetValue<string>() ?? "", new KeyValuePair<string, string>("SOPS_AGE_KEY", Identity));
        var answer = await CallAsync(folder, place, row["method"]!.GetValue<string>(),
            Frame(Convert.FromBase64String(row["message_base64"]!.GetValue<string>())));
        Assert.Equal("200 application/grpc", answer.Head);
        if (row["crashed"] is not null)
        {
            // The reference ended here; ours says what is missing.
            Assert.Equal("5 Must provide a key", answer.Status);
        }
        else
        {
            var trailers = row["trailers"]!;
            Assert.Equal($"{trailers["grpc-status"]} {trailers["grpc-message"]}", answer.Status);
        }

        if (row["method"]!.GetValue<string>() == "/KeyService/Decrypt" && row["reply"] is { } reply)
        {
            Assert.Equal(Frame([10, 32, .. SopsRows.Bytes(reply)]), answer.Content);
        }
        else if (row["reply"] is not null)
        {
            Assert.StartsWith("-----BEGIN AGE ENCRYPTED FILE-----\n", Encoding.ASCII.GetString(answer.Content.AsSpan(8)),
                StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(answer.Content);
        }

        var ended = await server.StopAsync();
        Assert.Equal((0, row["prompt_stdout"]?.GetValue<string>() ?? "", ""), (ended.Exit, ended.OutputText, ended.ErrorText));
        Assert.False(File.Exists(folder.File("ks.sock")));
    });

    [Theory]
    [InlineData("compressed", "12 grpc: Decompressor is not installed for grpc-encoding \"\"")]
    [InlineData("large", "8 grpc: received message larger than max (65537 vs. 65536)")]
    [InlineData("short", "13 unexpected EOF")]
    [InlineData("empty", "13 unexpected EOF")]
    [InlineData("format", "13 grpc: received unexpected payload format 7")]
    [InlineData("text", "13 grpc: error unmarshalling request: proto:%C2%A0cannot parse invalid wire-format data")]
    public async Task Hostile_messages_are_refused_and_the_server_goes_on(string kind, string status)
    {
        using var folder = new CaseFolder();
        string[] place = ["--net", "unix", "--addr", "ks.sock"];
        await using var server = await KeyServerRun.StartAsync(new(keys, folder.Path), folder, ["keyservice", .. place], []);
        byte[] body = kind switch
        {
            "compressed" => [1, 0, 0, 0, 1, 0],
            "large" => [0, 0, 1, 0, 1],
            "short" => [0, 0, 0, 0, 9, 1],
            "empty" => [],
            "format" => [7, 0, 0, 0, 0],
            _ => Frame([10, 6, 50, 4, 10, 2, 0xc3, 0x28]),
        };
        Assert.Equal(status, (await CallAsync(folder, place, "/KeyService/Encrypt", body)).Status);
        Assert.Equal("5 Must provide a key", (await CallAsync(folder, place, "/KeyService/Encrypt", Frame([]))).Status);
    }

    [Fact]
    public async Task A_refusal_comes_before_the_key_is_used()
    {
        using var folder = new CaseFolder();
        string[] place = ["--net", "unix", "--addr", "ks.sock"];
        await using var server = await KeyServerRun.StartAsync(
            new(keys, folder.Path), folder, ["keyservice", "--prompt", .. place], [], "n\n");

        // Of a key that could not be used: the reference would find that out first.
        var message = Convert.FromBase64String(Rows["server-bad-recipient"]["message_base64"]!.GetValue<string>());
        var answer = await CallAsync(folder, place, "/KeyService/Encrypt", Frame(message));
        Assert.Equal("7 Request rejected by user", answer.Status);

        // The input has ended: nobody can consent.
        Assert.Equal("7 Request rejected by user", (await CallAsync(folder, place, "/KeyService/Encrypt", Frame(message))).Status);
    }

    [Fact]
    public async Task A_socket_is_for_its_owner_alone_and_a_folder_of_others_is_refused()
    {
        using var folder = new CaseFolder();
        string[] words = ["keyservice", "--net", "unix", "--addr", "ks.sock"];
        await using (var server = await KeyServerRun.StartAsync(new(keys, folder.Path), folder, words, []))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("ks.sock")));
            var second = await new SopsRun(keys, folder.Path).RunAsync(words, []);
            Assert.Equal((1, $"listen unix {folder.File("ks.sock")}: bind: address already in use\n"), (second.Exit, second.ErrorText));
        }

        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ff);
        var refused = await new SopsRun(keys, folder.Path).RunAsync(words, []);
        Assert.Equal((1, "other users can change the folder of the socket ks.sock\n"), (refused.Exit, refused.ErrorText));
    }

    private static string Identity => "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static async Task<(string Head, string Status, byte[] Content)> CallAsync(
        CaseFolder folder, string[] place, string method, byte[] body)
    {
        var isUnix = place.Contains("unix");
        using var handler = new SocketsHttpHandler();
        if (isUnix)
        {
            handler.ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(folder.File("ks.sock")), ct);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{(isUnix ? "localhost" : place[^1])}{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Headers.TE.ParseAdd("trailers");
        request.Content.Headers.ContentType = new("application/grpc");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        string Value(string name) => response.TrailingHeaders.NonValidated.TryGetValues(name, out var trailers) ? trailers.First()
            : response.Headers.NonValidated.TryGetValues(name, out var headers) ? headers.First() : "";
        return (string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.Content.Headers.ContentType}"),
            $"{Value("grpc-status")} {Value("grpc-message")}", content);
    }
}
