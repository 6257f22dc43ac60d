using System.Text;
using SecretsKit.Charts.Validation;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Charts.Validation;

public sealed class ManifestValidatorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly HttpConnections _connections;
    private readonly HostEnvironment _environment;

    public ManifestValidatorTests()
    {
        _environment = new([], _folder.Path);
        _connections = new(_environment, TimeProvider.System);
        _folder.Write("widget.json", """
            {"properties": {"spec": {"properties":
              {"code": {"pattern": "^[A-Z]+$"}, "wait": {"format": "duration"}, "size": {"maximum": 5}}}}}
            """);
    }

    public void Dispose()
    {
        _connections.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("1h30m", true)]
    [InlineData("P1DT2H", true)]
    [InlineData("soon", false)]
    public async Task Durations_are_those_of_Go_or_of_the_standard(string text, bool isValid) =>
        Assert.Equal(
            isValid ? VerdictStatus.Valid : VerdictStatus.Invalid, Assert.Single(await CheckAsync($"spec: {{wait: {text}}}")).Status);

    [Fact]
    public async Task Values_are_quoted_only_where_they_may_be()
    {
        var shown = Assert.Single(await CheckAsync("spec: {code: hunter2, wait: hunter2, size: 4711}"));
        Assert.Contains("hunter2", shown.Message, StringComparison.Ordinal);
        Assert.Contains("got 4,711, want 5", shown.Message, StringComparison.Ordinal);
        var hidden = Assert.Single(await CheckAsync("spec: {code: hunter2, wait: hunter2, size: 4711}", new() { QuotesValues = false }));
        var texts = string.Join('\n', hidden.Violations.Select(violation => violation.ToString()).Append(hidden.Message));
        Assert.DoesNotContain("hunter2", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("4,711", texts, StringComparison.Ordinal);
        Assert.Equal(3, hidden.Violations.Count);
    }

    [Fact]
    public async Task Text_that_is_no_YAML_is_quoted_only_where_it_may_be()
    {
        var text = "a: *hunter2\n";
        Assert.Contains("hunter2", Assert.Single(await RunAsync(text, new())).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "hunter2", Assert.Single(await RunAsync(text, new() { QuotesValues = false })).Message, StringComparison.Ordinal);
    }

    /// <summary>Spec chart-testing.md, E4.</summary>
    [Fact]
    public async Task A_list_is_checked_as_its_items_are()
    {
        var items = new[] { "{code: A}", "{code: a}", "{size: 6}" };
        var single = new List<string>();
        foreach (var item in items)
        {
            single.AddRange((await CheckAsync($"spec: {item}")).Select(verdict => verdict.ToString()));
        }

        var list = await RunAsync(
            "apiVersion: v1\nkind: lIST\nitems:\n" + string.Concat(items.Select(item =>
                $"- {{apiVersion: e.com/v1, kind: Widget, metadata: {{name: w}}, spec: {item}}}\n")), new());
        Assert.Equal(
            single.Select(text => text.Split("Violations")[0]), list.Select(verdict => verdict.ToString().Split("Violations")[0]));
    }

    [Theory]
    [InlineData("", VerdictStatus.Empty, "")]
    [InlineData("null", VerdictStatus.Empty, "")]
    [InlineData("kind: List\napiVersion: v1\nitems: []\n", VerdictStatus.Empty, "")]
    [InlineData("kind: List\napiVersion: v1\n", VerdictStatus.Empty, "")]
    [InlineData("kind: List\napiVersion: v1\nitems: 3\n", VerdictStatus.Error, "could not find schema for List")]
    [InlineData("kind: List\napiVersion: v1\nitems: [3]\n", VerdictStatus.Error, "cannot unmarshal number into Go value of type map")]
    [InlineData("kind: {a: b}\napiVersion: v1\n", VerdictStatus.Error, "missing 'kind' key")]
    [InlineData("metadata: []\nkind: Widget\napiVersion: e.com/v1\n", VerdictStatus.Valid, "")]
    [InlineData("--- 3\n", VerdictStatus.Error, "cannot unmarshal number into Go value of type map")]
    public async Task Odd_documents_have_one_result(string text, VerdictStatus status, string message)
    {
        var verdict = Assert.Single(await RunAsync(text, new()));
        Assert.Equal(status, verdict.Status);
        Assert.Contains(message, verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_early_reads_no_more_files()
    {
        var read = 0;
        IEnumerable<ManifestInput> Inputs()
        {
            while (true)
            {
                read++;
                yield return new("f") { Text = "kind: Widget\napiVersion: e.com/v1\n"u8.ToArray() };
            }
        }

        await foreach (var verdict in Validator(new() { Workers = 3 }).ValidateAsync(Inputs(), TestContext.Current.CancellationToken))
        {
            Assert.Equal(VerdictStatus.Valid, verdict.Status);
            break;
        }

        Assert.InRange(read, 1, 5);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var verdict in Validator(new()).ValidateAsync([new("f") { Text = "kind: Widget"u8.ToArray() }], ended.Token))
            {
                Assert.Fail(verdict.ToString());
            }
        });
    }

    private Task<List<ResourceVerdict>> CheckAsync(string spec, ValidationOptions? options = null) =>
        RunAsync($"apiVersion: e.com/v1\nkind: Widget\nmetadata: {{name: w}}\n{spec}\n", options ?? new());

    private async Task<List<ResourceVerdict>> RunAsync(string text, ValidationOptions options)
    {
        var verdicts = new List<ResourceVerdict>();
        var input = new ManifestInput("f.yaml") { Text = Encoding.UTF8.GetBytes(text) };
        await foreach (var verdict in Validator(options).ValidateAsync([input], TestContext.Current.CancellationToken))
        {
            verdicts.Add(verdict);
        }

        return verdicts;
    }

    private ManifestValidator Validator(ValidationOptions options)
    {
        var server = new SchemaServer(new HttpTransport(_connections, KernelRandom.Fill), TlsOptions.Default, null);
        return new(options, new(
            [SchemaLocation.Parse("{{ .ResourceKind }}.json", options)], _environment, server, null, CancellationToken.None));
    }
}
