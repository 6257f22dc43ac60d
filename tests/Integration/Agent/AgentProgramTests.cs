using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Agent;

/// <summary>The published agent on a real API server: what it does, and what can be seen of it.</summary>
public sealed partial class AgentProgramTests : IDisposable
{
    // Of parts that this agent does not have: webhooks and their certificates, and a queue that times out.
    private static readonly string[] NotServed =
        ["certwatcher_", "controller_runtime_webhook_", "controller_runtime_conversion_webhook_"];

    private readonly AgentNamespace _namespace = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _namespace.Dispose();

    [Fact]
    public async Task Syncs_and_shows_it_without_values()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1h", Ct);
        await using var agent = new AgentProcess([.. _namespace.Scope, "--loglevel=debug"]);
        await _namespace.WaitForSecretAsync("es", Ct);
        await agent.Until(() => agent.Messages("event").Any(line => line.GetProperty("reason").GetString() == "Created"), Ct);

        Assert.Equal((200, "ok\n"), await agent.GetAsync("probes", "/healthz", Ct));
        Assert.Equal((200, "ok\n"), await agent.GetAsync("probes", "/readyz", Ct));
        var (_, metrics) = await agent.GetAsync("metrics", "/metrics", Ct);
        var page = "";
        for (var tries = 0; tries < 100 && !Plain(page).Contains("<td>es<td>True", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100, Ct);
            (_, page) = await agent.GetAsync("status", "/", Ct);
        }

        page = Plain(page);
        // When the mapping is synced next is an hour after it was synced last, or a tenth less; the store is looked at every five minutes.
        var (synced, next) = TimesOf(page, $"ExternalSecret<td>{_namespace.Name}<td>es<");
        Assert.InRange(next - synced!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(61));
        Assert.InRange(
            TimesOf(page, $"SecretStore<td>{_namespace.Name}<td>store<").Next - next, TimeSpan.FromMinutes(-61), TimeSpan.FromMinutes(-44));

        (_, metrics) = await agent.GetAsync("metrics", "/metrics", Ct);
        Assert.Contains(
            $"ExternalSecret<td>{_namespace.Name}<td>es<td>True<td>SecretSynced", page, StringComparison.Ordinal);
        Assert.Contains(
            $$"""externalsecret_status_condition{condition="Ready",name="es",namespace="{{_namespace.Name}}",status="True"} 1""",
            metrics, StringComparison.Ordinal);

        agent.Signal("TERM");
        Assert.Equal(0, await agent.WaitAsync(Ct));
        Assert.NotEmpty(agent.Messages("stopped"));
        foreach (var shown in (string[])[metrics, page, agent.Log])
        {
            Assert.DoesNotContain("canary-value", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String("canary-value-a"u8), shown, StringComparison.Ordinal);
        }
    }

    // Cells without what they look like.
    private static string Plain(string page) => CellOf().Replace(page, "<td>");

    // The last two columns of a row.
    private static (DateTimeOffset? Refreshed, DateTimeOffset Next) TimesOf(string page, string row)
    {
        var cells = page[page.IndexOf(row, StringComparison.Ordinal)..].Split("</tr>")[0].Split("<td>");
        return (Time(cells[^2]), Time(cells[^1]) ?? throw new InvalidOperationException($"no time: {cells[^1]}"));

        static DateTimeOffset? Time(string text) =>
            DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    [Fact]
    public async Task Has_the_metrics_of_the_reference_with_their_types_and_labels()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1h", Ct);
        await using var agent = new AgentProcess(_namespace.Scope);
        await _namespace.WaitForSecretAsync("es", Ct);
        var (_, text) = await agent.GetAsync("metrics", "/metrics", Ct);
        var types = TypeLine().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        using var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "testdata", "eso", "metrics.json")));
        var compared = 0;
        foreach (var fact in facts.RootElement.EnumerateObject())
        {
            // Metrics of kinds appear with their controllers.
            var kind = fact.Name.Split('_')[0];
            if (NotServed.Any(start => fact.Name.StartsWith(start, StringComparison.Ordinal))
                || kind is "clusterexternalsecret" or "clustersecretstore" or "pushsecret")
            {
                continue;
            }

            Assert.True(types.TryGetValue(fact.Name, out var type), fact.Name);
            Assert.Equal(fact.Value.GetProperty("type").GetString(), type);
            var wanted = fact.Value.GetProperty("labels").EnumerateObject().Select(label => label.Name).Order();
            foreach (var line in text.Split('\n').Where(
                line => Regex.IsMatch(line, $@"^{fact.Name}(_bucket|_sum|_count)?[{{ ]")))
            {
                Assert.Equal(wanted, LabelName().Matches(line).Select(match => match.Groups[1].Value).Where(name => name != "le").Order());
            }

            compared++;
        }

        Assert.True(compared > 15);
    }

    [Fact]
    public async Task Changes_its_log_level_while_it_runs()
    {
        await _namespace.CreateAsync(Ct);
        await using var agent = new AgentProcess([.. _namespace.Scope, "--loglevel=error"]);
        await Task.Delay(1000, Ct);
        Assert.DoesNotContain("listening", agent.Log, StringComparison.Ordinal);
        agent.Signal("USR1");
        await agent.Until(() => agent.Messages("log level changed").Any(), Ct);
        Assert.Equal("debug", agent.Messages("log level changed").First().GetProperty("to").GetString());
    }

    [Fact]
    public async Task Takes_the_log_level_from_its_status_server_and_survives_hostile_requests()
    {
        await _namespace.CreateAsync(Ct);
        await using var agent = new AgentProcess(_namespace.Scope);
        Assert.Equal((200, "{\"level\":\"info\"}\n"), await agent.GetAsync("status", "/loglevel", Ct));
        Assert.Equal((200, "{\"level\":\"warn\"}\n"), await agent.PutAsync("status", "/loglevel", "{\"level\":\"warn\"}", Ct));
        Assert.Equal(400, (await agent.PutAsync("status", "/loglevel", "{\"level\":\"loud\"}", Ct)).Status);
        Assert.Equal(400, (await agent.PutAsync("status", "/loglevel", "[[[[", Ct)).Status);
        Assert.Equal(405, (await agent.PutAsync("status", "/", "x", Ct)).Status);
        Assert.Equal(404, (await agent.GetAsync("status", "/../etc/passwd", Ct)).Status);
        Assert.Equal(404, (await agent.GetAsync("metrics", "/<script>", Ct)).Status);
        foreach (var server in (string[])["status", "metrics", "probes"])
        {
            var address = (await agent.AddressAsync(server, Ct)).Split(':');
            foreach (var bytes in (byte[][])
                [
                    [0, 1, 2, 255, 254], Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n" + new string('a', 100_000)),
                    Encoding.ASCII.GetBytes("PUT /loglevel HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"),
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(),
                ])
            {
                using var client = new TcpClient(address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture));
                await client.GetStream().WriteAsync(bytes, Ct);
            }
        }

        Assert.Equal(200, (await agent.GetAsync("probes", "/healthz", Ct)).Status);
        Assert.Equal(200, (await agent.GetAsync("status", "/", Ct)).Status);
    }

    [Theory]
    [InlineData("unknown flag: --nonsense", "--nonsense")]
    [InlineData("--concurrent must be 1 or more", "--concurrent=0")]
    [InlineData("the shard 3/3 is not INDEX/COUNT with an index from 0 and below the count", "--shard=3/3")]
    [InlineData("metrics are served without TLS: --metrics-secure and --metrics-auth must be false", "--metrics-secure")]
    [InlineData("the log level loud is none of debug, info, warn, error", "--loglevel=loud")]
    public async Task Refuses_flags_that_make_no_sense(string message, string flag)
    {
        await using var agent = new AgentProcess(flag);
        Assert.Equal(1, await agent.WaitAsync(Ct));
        Assert.Equal($"secretskit-agent: {message}", agent.Log);
    }

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("<td [^>]*>")]
    private static partial Regex CellOf();

    [GeneratedRegex(@"([a-z_]+)=""")]
    private static partial Regex LabelName();
}
