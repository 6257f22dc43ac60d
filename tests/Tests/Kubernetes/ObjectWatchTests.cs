using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>Watches over lost connections and forgotten moments.</summary>
public sealed class ObjectWatchTests
{
    private const string Path = "/api/v1/namespaces/ns/configmaps";
    private const string Tail = "&timeoutSeconds=300";

    private static readonly WatchSelection Selection =
        new(new ApiResource("", "v1", "ConfigMap", "configmaps") { IsNamespaced = true }, "ns") { Pause = TimeSpan.Zero };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_then_goes_on_from_the_last_event_or_bookmark()
    {
        using var api = Scripted(
            List("10", ("a", "1")),
            ServedAnswer.Kept($"{Event("MODIFIED", "a", "11")}\n{Event("BOOKMARK", "", "15")}\n"),
            ServedAnswer.Kept($"{Event("ADDED", "b", "16")}\n{Event("DELETED", "a", "17")}\n"),
            ServedAnswer.Status("403 Forbidden"));
        Assert.Equal(["Added a 1", "Listed", "Modified a 11", "Added b 16", "Deleted a 17", "403"], await RunAsync(api));
        Assert.Equal(
            [$"{Path}?limit=500", Watch("10"), Watch("15"), Watch("17")], api.Server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Goes_on_after_a_lost_connection_and_an_overloaded_server()
    {
        using var api = Scripted(
            List("10"),
            ServedAnswer.Raw($"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{Event("ADDED", "a", "11")}\n{{\"type\":\"ADD"),
            ScriptedApi.Refusal(503, "ServiceUnavailable", "busy"),
            ServedAnswer.Kept($"{Event("ADDED", "b", "12")}\n"),
            ServedAnswer.Status("403 Forbidden"));
        Assert.Equal(["Listed", "Added a 11", "Added b 12", "403"], await RunAsync(api));
        Assert.Equal([Watch("10"), Watch("11"), Watch("11"), Watch("12")], api.Server.Requests.Skip(1).Select(request => request.Target));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_forgotten_moment_is_listed_again_and_the_differences_are_events(bool inStream)
    {
        using var api = Scripted(
            List("10", ("a", "1"), ("b", "2"), ("c", "3")),
            inStream
                ? ServedAnswer.Kept("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}""" + "\n")
                : ScriptedApi.Refusal(410, "Expired", "too old resource version"),
            List("20", ("a", "1"), ("c", "15"), ("d", "16")),
            ServedAnswer.Kept($"{Event("DELETED", "d", "21")}\n"),
            ServedAnswer.Status("403 Forbidden"));
        Assert.Equal(
            ["Added a 1", "Added b 2", "Added c 3", "Listed", "Modified c 15", "Added d 16", "Deleted b 2", "Deleted d 21", "403"],
            await RunAsync(api));
    }

    [Fact]
    public async Task Waits_as_long_as_the_server_asks_and_before_it_follows_a_connection_that_said_nothing()
    {
        using var api = Scripted(
            List("10"),
            ServedAnswer.Kept(""),
            ServedAnswer.Kept($"{Event("ADDED", "a", "11")}\n"),
            ServedAnswer.Kept("""{"kind":"Status","code":429}""", "429 x", "Retry-After: 7\r\n"),
            ServedAnswer.Kept("""{"type":"ERROR","object":{"kind":"Status","code":500}}""" + "\n"),
            List("20", ("a", "11")),
            ServedAnswer.Status("403 Forbidden"));
        var clock = new PausesOnly();
        api.Clock = clock;
        Assert.Equal(["Listed", "Added a 11", "403"], await RunAsync(api, Selection with { Pause = TimeSpan.FromSeconds(2) }));
        Assert.Equal([2, 7, 2], clock.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task A_kind_that_may_be_missing_is_looked_for_whatever_the_server_does_and_may_go_again()
    {
        var missing = ScriptedApi.NotFound;
        using var api = Scripted(
            missing,
            ScriptedApi.Refusal(503, "ServiceUnavailable", "busy"),
            missing,
            List("10", ("a", "1")),
            missing,
            missing,
            List("20", ("b", "15")),
            ServedAnswer.Status("403 Forbidden"));
        var clock = new PausesOnly();
        api.Clock = clock;
        var selection = Selection with { Pause = TimeSpan.FromSeconds(2), MayBeMissing = true };
        Assert.Equal(["Listed", "Added a 1", "Deleted a 1", "Added b 15", "403"], await RunAsync(api, selection));
        Assert.Equal([30, 2, 30, 2, 30], clock.Pauses.Select(pause => pause.TotalSeconds));
        Assert.Equal(
            [.. Enumerable.Repeat($"{Path}?limit=500", 4), Watch("10"), .. Enumerable.Repeat($"{Path}?limit=500", 2), Watch("20")],
            api.Server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Ends_when_the_caller_cancels()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var api = Scripted(List("10"), ServedAnswer.Silence);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in new ObjectWatch(api.Objects(), api.Clock).RunAsync(Selection, source.Token))
            {
                await source.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task Lines_are_cut_wherever_the_parts_of_the_stream_end()
    {
        var text = $"one\n{new string('x', 40_000)}\n\nlast";
        var lines = new JsonLines(new OneByOne(Encoding.UTF8.GetBytes(text)));
        var read = new List<string>();
        while (await lines.ReadAsync(Ct) is { } line)
        {
            read.Add(Encoding.UTF8.GetString(line.Span));
        }

        Assert.Equal(text.Split('\n'), read);
    }

    private static Task<List<string>> RunAsync(ScriptedApi api) => RunAsync(api, Selection);

    private static async Task<List<string>> RunAsync(ScriptedApi api, WatchSelection selection)
    {
        var seen = new List<string>();
        try
        {
            await foreach (var happened in new ObjectWatch(api.Objects(), api.Clock).RunAsync(selection, Ct))
            {
                var metadata = happened.Object.AsMap?[new ByteString("metadata")].AsMap;
                seen.Add(metadata is null
                    ? happened.Kind.ToString()
                    : $"{happened.Kind} {Text(metadata, "name")} {Text(metadata, "resourceVersion")}");
            }
        }
        catch (ApiException failure)
        {
            seen.Add($"{failure.Status.Code}");
        }

        return seen;

        static string Text(Core.Data.MapValue map, string name) => Encoding.UTF8.GetString(map[new ByteString(name)].StringBytes);
    }

    private static ScriptedApi Scripted(params ServedAnswer[] answers)
    {
        var next = -1;
        return new(_ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    private static string Watch(string version) => $"{Path}?watch=true&allowWatchBookmarks=true&resourceVersion={version}{Tail}";

    private static string Event(string type, string name, string version) =>
        $$"""{"type":"{{type}}","object":{{Item(name, version)}} }""";

    private static string Item(string name, string version) =>
        $$$"""{"metadata":{"namespace":"ns","name":"{{{name}}}","resourceVersion":"{{{version}}}"} }""";

    private static ServedAnswer List(string version, params (string Name, string Version)[] items)
    {
        var all = items.Select(item => Item(item.Name, item.Version));
        return ServedAnswer.Kept(
            $$$"""{"metadata":{"resourceVersion":"{{{version}}}"},"items":[{{{string.Join(',', all)}}}] }""");
    }

    /// <summary>Gives a byte at a time.</summary>
    private sealed class OneByOne(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }

    /// <summary>A clock whose timers are due at once; notes how long pauses would have been.</summary>
    private sealed class PausesOnly : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
