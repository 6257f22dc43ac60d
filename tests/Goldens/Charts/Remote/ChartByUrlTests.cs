using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Packing;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Charts.Remote;

/// <summary>Charts that are named by the URL of their archive.</summary>
public sealed class ChartByUrlTests
{
    private static byte[] Archive(string version)
    {
        List<ChartFile> files =
        [
            new("Chart.yaml", Encoding.UTF8.GetBytes($"apiVersion: v2\nname: c\nversion: {version}\n")),
            new("values.yaml", "image: nginx\n"u8.ToArray()),
            new("templates/t.yaml", "kind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: c, image: {{ .Values.image }}, args: [{{ .Chart.Version }}]}]\n"u8.ToArray()),
        ];
        return ChartPacker.Pack(new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadFiles(files), DateTimeOffset.UnixEpoch);
    }

    private static HttpServer Serve() => new(new Dictionary<string, byte[]>
    {
        ["/c-1.0.0.tgz"] = Archive("1.0.0"),
        ["/c-1.1.0.tgz"] = Archive("1.1.0"),
        ["/page.tgz"] = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n<html><body>Sign in</body></html>"),
        ["/text.tgz"] = Encoding.UTF8.GetBytes(new string('a', 600)),
        ["/values.yaml"] = "image: nginx\n"u8.ToArray(),
        ["/manifests.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"u8.ToArray(),
    });

    [Fact]
    public async Task Are_shown_rendered_advised_on_and_compared()
    {
        using var run = new VerbRun();
        using var server = Serve();
        var url = server.Url + "/c-1.0.0.tgz";
        Assert.Equal("apiVersion: v2\nname: c\nversion: 1.0.0\n\n", (await run.RunAsync("helm", "show", "chart", url)).OutputText);
        Assert.Equal("image: nginx\n\n", (await run.RunAsync("helm3", "show", "values", url + "?token=x")).OutputText);
        var rendered = await run.RunAsync("helm", "template", "r", url, "--advise=K-110");
        Assert.Contains("args: [1.0.0]", rendered.OutputText, StringComparison.Ordinal);
        Assert.Contains("K-110", rendered.ErrorText, StringComparison.Ordinal);
        var compared = await run.RunAsync("diff", url, server.Url + "/c-1.1.0.tgz");
        Assert.Contains("1.1.0", compared.OutputText, StringComparison.Ordinal);
        Assert.Equal(
            0, (await run.RunAsync("diff", server.Url + "/manifests.yaml", server.Url + "/manifests.yaml", "--detailed-exitcode")).Exit);
        Assert.Equal("application/gzip,application/octet-stream", server.Requests[0].Header("Accept"));
        Assert.Empty(Directory.GetFileSystemEntries(run.Path).Concat(Directory.GetFileSystemEntries(run.Home)));
    }

    [Theory]
    [InlineData("{0}/c-2.tgz", "failed to fetch {0}/c-2.tgz : 404 File not found")]
    [InlineData("{0}/page.tgz", "file '{0}/page.tgz' does not appear to be a gzipped archive; got 'text/html; charset=utf-8'")]
    [InlineData("{0}/text.tgz", "file '{0}/text.tgz' does not appear to be a gzipped archive; got 'text/plain; charset=utf-8'")]
    [InlineData("{0}/values.yaml", "file '{0}/values.yaml' seems to be a YAML file, but expected a gzipped archive")]
    [InlineData("{0}", "non-absolute URLs should be in form of repo_name/path_to_chart, got: {0}")]
    [InlineData("s3://bucket/c-1.0.0.tgz", "scheme \"s3\" not supported")]
    [InlineData("http://127.0.0.1:1/c.tgz", "Get \"http://127.0.0.1:1/c.tgz\": dial tcp 127.0.0.1:1: connect: connection refused")]
    public async Task What_is_no_chart_is_told_as_Helm_tells_it(string url, string message)
    {
        using var run = new VerbRun();
        using var server = Serve();
        foreach (var program in (string[])["helm", "helm3"])
        {
            var result = await run.RunAsync(
                program, "template", "r", string.Format(System.Globalization.CultureInfo.InvariantCulture, url, server.Url));
            Assert.Equal(
                (1, $"Error: {string.Format(System.Globalization.CultureInfo.InvariantCulture, message, server.Url)}\n"),
                (result.Exit, result.ErrorText));
        }
    }

    [Theory]
    [InlineData("helm", "--ca-file none.crt", "can't read CA file: \"none.crt\": open none.crt: no such file or directory")]
    [InlineData("helm3", "--ca-file none.crt", "can't read CA file: none.crt")]
    [InlineData("helm", "--ca-file key.txt", "failed to append certificates from pem block")]
    [InlineData("helm3", "--ca-file key.txt", "failed to append certificates from file: key.txt")]
    [InlineData(
        "helm",
        "--cert-file none.crt --key-file key.txt",
        "unable to read cert file: \"none.crt\": open none.crt: no such file or directory")]
    [InlineData(
        "helm",
        "--cert-file key.txt --key-file none.key",
        "unable to read key file: \"none.key\": open none.key: no such file or directory")]
    [InlineData(
        "helm3",
        "--cert-file none.crt --key-file key.txt",
        "can't load key pair from cert none.crt and key key.txt: open none.crt: no such file or directory")]
    public async Task Certificates_that_cannot_be_used_are_told_as_Helm_tells_it(string program, string flags, string message)
    {
        using var run = new VerbRun();
        using var server = Serve();
        run.Write("key.txt", VerbRun.Canary);
        var result = await run.RunAsync([program, "template", "r", server.Url + "/c-1.0.0.tgz", .. flags.Split(' ')]);
        Assert.Equal((1, $"Error: can't create TLS config for client: {message}\n"), (result.Exit, result.ErrorText));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Flags_of_the_chart_s_server_open_it_and_no_other()
    {
        using var run = new VerbRun();
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var server = new HttpServer(
            request => request.Header("Authorization") is null
                ? ServedAnswer.Status("401 Unauthorized")
                : ServedAnswer.Found(Archive("1.0.0")),
            certificate);
        using var values = new HttpServer(_ => ServedAnswer.Found("a: 1\n"), certificate);
        run.Write("ca.crt", certificate.ExportCertificatePem());
        string[] words = ["helm", "template", "r", server.Url + "/c.tgz"];
        const string Unknown = "tls: failed to verify certificate: x509: certificate signed by unknown authority";
        Assert.Equal($"Error: Get \"{server.Url}/c.tgz\": {Unknown}\n", (await run.RunAsync(words)).ErrorText);
        Assert.Equal(
            $"Error: failed to fetch {server.Url}/c.tgz : 401 Unauthorized\n",
            (await run.RunAsync([.. words, "--ca-file", "ca.crt"])).ErrorText);
        Assert.Equal(0, (await run.RunAsync([.. words, "--ca-file", "ca.crt", "--username", "u", "--password", "p"])).Exit);
        Assert.Equal(0, (await run.RunAsync([.. words, "--insecure-skip-tls-verify", "--username", "u", "--password", "p"])).Exit);

        // Values are somebody else's.
        var result = await run.RunAsync(
            [.. words, "--insecure-skip-tls-verify", "--ca-file", "ca.crt", "--username", "u", "--password", "p", "-f",
                values.Url + "/v.yaml"]);
        Assert.Equal($"Error: Get \"{values.Url}/v.yaml\": {Unknown}\n", result.ErrorText);
        Assert.Empty(values.Requests);
    }

    [Theory]
    [InlineData("{0}/c-1.0.0.tgz", "--ca-file FILE names the certificates that the chart's server is trusted by; SSL_CERT_FILE=FILE does it for values and schemas, too")]
    [InlineData("{1}/c-1.0.0.tgz", "this server does not encrypt: write http:// if you trust the way to it")]
    [InlineData("http://127.0.0.1:1/c.tgz", "is the address right, and is there a proxy to be named by HTTPS_PROXY?")]
    [InlineData("stable/c", "there is no folder or archive stable/c in {2}; of repositories only the one that --repo URL names is asked")]
    public async Task Our_own_verbs_say_the_next_step(string chart, string hint)
    {
        using var run = new VerbRun();
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var encrypted = new HttpServer(_ => ServedAnswer.Found(Archive("1.0.0")), certificate);
        using var plain = Serve();
        string Filled(string text) =>
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture, text, encrypted.Url, $"https://127.0.0.1:{plain.Port}", run.Path);
        var result = await run.RunAsync("template", "r", Filled(chart));
        Assert.Equal((1, $"hint: {Filled(hint)}"), (result.Exit, result.ErrorText.TrimEnd('\n').Split('\n')[^1]));
        Assert.DoesNotContain("hint:", (await run.RunAsync("helm", "template", "r", Filled(chart))).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_takes_no_URL()
    {
        using var run = new VerbRun();
        using var server = Serve();
        Assert.Equal(1, (await run.RunAsync("helm", "lint", server.Url + "/c-1.0.0.tgz")).Exit);
        Assert.Empty(server.Requests);
    }
}
