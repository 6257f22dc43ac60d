using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Integration.Safety;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Http;

/// <summary>
/// The published program over the network: what it fetches lies in memory alone, and it says clearly why it fetches nothing.
/// </summary>
public sealed class RemoteChartTests : IDisposable
{
    private const string Refused = "tls: failed to verify certificate: x509: certificate signed by unknown authority";

    private readonly CanaryRun _canaries = new();
    private readonly X509Certificate2 _certificate = TestCertificates.SelfSigned("127.0.0.1");

    private Workbench Bench => _canaries.Bench;

    public void Dispose()
    {
        _canaries.Dispose();
        _certificate.Dispose();
    }

    private static byte[] Archive()
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (
                var (name, text) in (
                    ReadOnlySpan<(string, string)>)[("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), (
                        "c/templates/t.yaml", "a: {{ .Values.a }}\nb: {{ .Values.b }}\n"), (
                        "c/templates/fail.yaml",
                        "{{ if .Values.fail }}{{ fail .Values.a }}{{ end }}\n")])
            {
                tar.WriteEntry(
                    new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return output.ToArray();
    }

    private async Task<Dictionary<string, byte[]>> ContentsAsync()
    {
        await Bench.EncryptAsync("s.yaml", $"a: {CanaryRun.Value}\nb: {CanaryRun.Second}\n");
        return new()
        {
            ["/c.tgz"] = Archive(),
            ["/s.yaml"] = await File.ReadAllBytesAsync(Bench.FileAt("s.yaml"), TestContext.Current.CancellationToken),
        };
    }

    /// <summary>P-075: every system call is looked at, those on sockets among them.</summary>
    [Theory]
    [InlineData("{0}/s.yaml")]
    [InlineData("secrets://{0}/s.yaml")]
    public async Task P_075_Fetched_secrets_go_to_the_output_and_nowhere_else(string values)
    {
        using var server = new HttpServer(await ContentsAsync());
        var place = string.Format(System.Globalization.CultureInfo.InvariantCulture, values, server.Url);
        var run = await _canaries.VerbAsync(
            new(OnOutput: true, Opens: "s.yaml"), null, "helm", "template", "r", server.Url + "/c.tgz", "-f", place);
        Assert.Equal($"---\n# Source: c/templates/t.yaml\na: {CanaryRun.Value}\nb: {CanaryRun.Second}\n", run.OutputText);
        run = await _canaries.VerbAsync(
            new(Exit: 1, Opens: "s.yaml"), null, "helm", "template", "r", server.Url + "/c.tgz", "-f", place, "--set", "fail=true");
        Assert.Contains("[REDACTED]", run.ErrorText, StringComparison.Ordinal);
        await _canaries.VerbAsync(new(OnOutput: true, Opens: "s.yaml"), null, "helm", "secrets", "decrypt", server.Url + "/s.yaml");
        Assert.Equal(5, server.Requests.Count);
        Bench.AssertNothingLeftOutside();
    }

    [Fact]
    public async Task Https_trusts_whom_it_is_told_to()
    {
        using var server = new HttpServer(await ContentsAsync(), _certificate);
        Bench.Write("ca.crt", _certificate.ExportCertificatePem());
        string[] chart = ["helm", "template", "r", server.Url + "/c.tgz"];
        Assert.Equal($"Error: Get \"{server.Url}/c.tgz\": {Refused}\n", (await Bench.RunAsync(NativeProgram.Path, chart)).ErrorText);
        Assert.Equal(("", 0), await OutcomeAsync([.. chart, "--ca-file", "ca.crt"]));
        Assert.Equal(("", 0), await OutcomeAsync([.. chart, "--insecure-skip-tls-verify"]));

        // The flags are for the chart; a variable is for all.
        string[] values = [.. chart, "--ca-file", "ca.crt", "-f", server.Url + "/s.yaml"];
        Assert.Equal(($"Error: Get \"{server.Url}/s.yaml\": {Refused}\n", 1), await OutcomeAsync(values));
        Bench.Set("SSL_CERT_FILE", Bench.FileAt("ca.crt"));
        Assert.Equal(("", 0), await OutcomeAsync(values));
        Assert.Equal(("", 0), await OutcomeAsync(chart));
        Bench.Set("SSL_CERT_FILE", "");
        Assert.Equal(($"Error: Get \"{server.Url}/c.tgz\": {Refused}\n", 1), await OutcomeAsync(chart));
        Directory.CreateDirectory(Bench.FileAt("trusted"));
        Bench.Write("trusted/ca.pem", _certificate.ExportCertificatePem());
        Bench.Set("SSL_CERT_DIR", $"{Bench.FileAt("none")}:{Bench.FileAt("trusted")}");
        Assert.Equal(("", 0), await OutcomeAsync(chart));
    }

    [Fact]
    public async Task The_machines_certificates_are_read_only_where_they_count()
    {
        using var server = new HttpServer(await ContentsAsync(), _certificate);
        Bench.Write("ca.crt", _certificate.ExportCertificatePem());

        // Who opens a pipe that nobody writes to waits for ever.
        Assert.Equal(0, (await Bench.RunAsync("mkfifo", "pipe")).ExitCode);
        Bench.Set("SSL_CERT_FILE", Bench.FileAt("pipe"));
        Assert.Equal(("", 0), await OutcomeAsync("helm", "template", "r", server.Url + "/c.tgz", "--ca-file", "ca.crt"));
    }

    [Fact]
    public async Task Charts_come_over_a_proxy_a_redirect_and_a_repository()
    {
        var contents = await ContentsAsync();
        contents["/index.yaml"] = "apiVersion: v1\nentries: {c: [{name: c, version: 1.0.0, urls: [c.tgz]}]}\n"u8.ToArray();
        using var server = new HttpServer(request => request.Target switch
        {
            "/moved" => ServedAnswer.Redirect("/c.tgz"),
            var target when contents.TryGetValue(new Uri(new Uri("http://x"), target).AbsolutePath, out var content) =>
                ServedAnswer.Found(content),
            _ => ServedAnswer.Status("404 Not Found"),
        });
        Assert.Equal(("", 0), await OutcomeAsync("helm", "template", "r", server.Url + "/moved"));
        Assert.Equal(("", 0), await OutcomeAsync("helm3", "template", "r", "c", "--repo", server.Url, "--version", "^1"));
        Bench.Set("HTTP_PROXY", server.Url);
        Assert.Equal(("", 0), await OutcomeAsync("helm", "template", "r", "http://charts.invalid/c.tgz"));
        Assert.Equal("http://charts.invalid/c.tgz", server.Requests[^1].Target);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/c.tgz", "Get \"http://127.0.0.1:1/c.tgz\": dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData(
        "http://u:cAnArY@127.0.0.1:1/c.tgz", "Get \"http://u:***@127.0.0.1:1/c.tgz\": dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData("http://nobody.invalid/c.tgz", "Get \"http://nobody.invalid/c.tgz\": dial tcp: lookup nobody.invalid: no such host")]
    [InlineData("{0}/c.tgz", "failed to fetch {0}/c.tgz : 404 File not found")]
    [InlineData("{1}/c.tgz", "Get \"{1}/c.tgz\": http: server gave HTTP response to HTTPS client")]
    public async Task Why_there_is_nothing_is_one_line(string url, string message)
    {
        using var server = new HttpServer(new Dictionary<string, byte[]>());
        string Filled(string text) =>
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                text,
                server.Url,
                server.Url.Replace("http:", "https:", StringComparison.Ordinal));
        Assert.Equal(($"Error: {Filled(message)}\n", 1), await OutcomeAsync("helm", "template", "r", Filled(url)));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_wait_for_a_server(string signal)
    {
        var asked = new TaskCompletionSource();
        using var server = new HttpServer(_ =>
        {
            asked.TrySetResult();
            return ServedAnswer.Silence;
        });
        var run = Bench.RunAsync(
            "bash", "-c", $"set -m; {NativeProgram.Path} helm template r {server.Url}/c.tgz & echo $! >pid; wait $!; echo status $?");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Bench.RunAsync("bash", "-c", $"kill -{signal} $(cat pid)");
        Assert.Equal("status 130\n", (await run).OutputText);
    }

    private async Task<(string Error, int Exit)> OutcomeAsync(params string[] words)
    {
        var run = await Bench.RunAsync(NativeProgram.Path, words);
        return (run.ErrorText, run.ExitCode);
    }
}
