using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Charts.Remote;

/// <summary>
/// Values that servers have: plain ones, encrypted ones, single files; and that what is secret about them stays so (P-075).
/// </summary>
public sealed class ValuesByUrlTests
{
    private const string Password = VerbRun.Canary;

    private static readonly string[] Programs = ["helm", "helm3"];

    private static async Task<VerbRun> ChartAsync(string template)
    {
        var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", $"secret: {VerbRun.Canary}-in-the-file\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/templates/t.yaml", template + "\n");
        return run;
    }

    private static HttpServer Serve(VerbRun run) => new(new Dictionary<string, byte[]>
    {
        ["/secrets.yaml"] = File.ReadAllBytes(run.File("secrets.yaml")),
        ["/plain.yaml"] = "port: 99\n"u8.ToArray(),
        ["/a,b=c.txt"] = "text of it"u8.ToArray(),
        ["/bad.yaml"] = "a: b: c\n"u8.ToArray(),
    });

    [Theory]
    [InlineData("-f", "{0}/plain.yaml", "99")]
    [InlineData("-f", "{0}/plain.yaml?token=x", "99")]
    [InlineData("--set-file", "port={0}/plain.yaml", "port: 99")]
    [InlineData("--set-file", "x=c/Chart.yaml,port={0}/a\\,b=c.txt", "text of it")]
    [InlineData("-f", "secrets://{0}/plain.yaml", "99")]
    [InlineData("-f", "secrets://?{0}/plain.yaml", "99")]
    [InlineData("--set-file", "port=secrets://{0}/plain.yaml", "port: 99")]
    public async Task Values_come_from_a_server(string flag, string value, string rendered)
    {
        using var run = await ChartAsync("a: {{ .Values.port | toString | trim | quote }}");
        using var server = Serve(run);
        foreach (var program in Programs)
        {
            var result = await run.RunAsync(
                program, "template", "r", "c", flag, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, server.Url));
            Assert.Equal(("", 0), (result.ErrorText, result.Exit));
            Assert.Contains($"a: \"{rendered}\"\n", result.OutputText, StringComparison.Ordinal);
        }

        Assert.Equal(["Helm/3.19.0", "Helm/4.2.4"], server.Requests.Select(request => request.Header("User-Agent")).Distinct().Order());
        Assert.Equal(2, server.Requests.Count);
    }

    /// <summary>P-075.</summary>
    [Fact]
    public async Task P_075_Encrypted_values_are_decrypted_in_memory_by_every_way()
    {
        using var run = await ChartAsync("a: {{ .Values.secret }}");
        using var server = Serve(run);
        var url = server.Url + "/secrets.yaml";
        run.Write("key.txt", Sops.GoldenKeys.Identity("a1") + "\n");
        var before = Directory.GetFileSystemEntries(run.Path, "*", SearchOption.AllDirectories).Order();
        foreach (var words in (string[][])
        [
            ["helm", "template", "r", "c", "-f", url], ["helm3", "template", "r", "c", "-f", url], ["template", "r", "c", "-f", url],
            ["helm", "template", "r", "c", "-f", "secrets://" + url],
            ["helm", "template", "r", "c", "-f", $"secrets+age-import://key.txt?{url}"],
            ["helm", "secrets", "template", "r", "c", "-f", url], ["secrets", "-q", "template", "r", "c", "--values=" + url],
        ])
        {
            var result = await run.RunAsync(words);
            Assert.Equal((0, $"---\n# Source: c/templates/t.yaml\na: {VerbRun.Canary}-in-the-file\n"), (result.Exit, result.OutputText));
        }

        Assert.Equal($"secret: {VerbRun.Canary}-in-the-file\n", (await run.RunAsync("helm", "secrets", "decrypt", url)).OutputText);
        Assert.Equal(8, server.Requests.Count);
        Assert.Equal(before, Directory.GetFileSystemEntries(run.Path, "*", SearchOption.AllDirectories).Order());
        Assert.Empty(Directory.GetFileSystemEntries(run.Home));
    }

    /// <summary>P-075.</summary>
    [Theory]
    [InlineData("{{ fail .Values.secret }}")]
    [InlineData("{{ fail (.Values.secret | b64enc) }}")]
    [InlineData("a: {{ .Values.secret }}: {{ .Values.secret }}")]
    public async Task P_075_Fetched_secrets_are_in_no_message(string template)
    {
        using var run = await ChartAsync(template);
        using var server = Serve(run);
        foreach (
            var words in (
                string[][])[["helm", "template", "r", "c", "-f", server.Url + "/secrets.yaml"],
                ["template", "r", "c", "--set-file", $"secret={server.Url}/secrets.yaml"],
                ["helm3", "template", "r", "c", "-f", $"secrets://{server.Url}/secrets.yaml"]])
        {
            var result = await run.RunAsync(words);
            Assert.Equal(1, result.Exit);
            Assert.DoesNotContain(VerbRun.Canary, result.OutputText + result.ErrorText, StringComparison.Ordinal);
            Assert.DoesNotContain(
                Convert.ToBase64String("canary-7f3"u8)[..12], result.OutputText + result.ErrorText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-f", "{0}/none.yaml", "failed to fetch {0}/none.yaml : 404 File not found")]
    [InlineData("--set-file", "a={0}/none.yaml", "failed parsing --set-file data: failed to fetch {0}/none.yaml : 404 File not found")]
    [InlineData("-f", "http://127.0.0.1:1/x.yaml", "Get \"http://127.0.0.1:1/x.yaml\": dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData(
        "--set-file",
        "a=http://127.0.0.1:1/x",
        "failed parsing --set-file data: Get \"http://127.0.0.1:1/x\": dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData("-f", "http://[::1", "parse \"http://[::1\": missing ']' in host")]
    public async Task What_is_not_to_be_had_is_told_as_Helm_tells_it(string flag, string value, string message)
    {
        using var run = await ChartAsync("a: 1");
        using var server = Serve(run);
        foreach (var program in Programs)
        {
            foreach (string[] command in (string[][])[["template", "r", "c"], ["lint", "c"]])
            {
                var result = await run.RunAsync(
                    [program, .. command, flag, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, server.Url)]);
                Assert.Equal(
                    (1, $"Error: {string.Format(System.Globalization.CultureInfo.InvariantCulture, message, server.Url)}\n", ""),
                    (result.Exit, result.ErrorText, result.OutputText));
            }
        }
    }

    [Fact]
    public async Task A_page_is_no_values_file()
    {
        using var run = await ChartAsync("a: 1");
        using var server = new HttpServer(_ => ServedAnswer.Found("<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n"));
        var result = await run.RunAsync("helm", "template", "r", "c", "-f", server.Url + "/values.yaml");
        Assert.Equal(1, result.Exit);
        Assert.StartsWith(
            $"Error: failed to parse {server.Url}/values.yaml: cannot unmarshal yaml document: ",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets://?{0}/none.yaml", 0, "")]
    [InlineData(
        "secrets://{0}/none.yaml",
        1,
        "curl: (22) The requested URL returned error: 404\n[helm-secrets] Unable to download url {0}/none.yaml\n"
            + "[helm-secrets] File does not exist: {0}/none.yaml\n")]
    [InlineData("secrets://?http://127.0.0.1:1/x", 1, "Get \"http://127.0.0.1:1/x\": dial tcp 127.0.0.1:1: connect: connection " +
        "refused\n[helm-secrets] File cannot be fetched: http://127.0.0.1:1/x\n")]
    public async Task A_server_that_gives_no_answer_does_not_say_that_a_file_is_missing(string url, int exit, string error)
    {
        using var run = await ChartAsync("a: 1");
        using var server = Serve(run);
        var result = await run.RunAsync(
            "secrets", "downloader", "", "", "", string.Format(System.Globalization.CultureInfo.InvariantCulture, url, server.Url));
        Assert.Equal(
            (exit, string.Format(System.Globalization.CultureInfo.InvariantCulture, error, server.Url), ""),
            (result.Exit, result.ErrorText, result.OutputText));
    }

    [Theory]
    [InlineData("encrypt")]
    [InlineData("edit")]
    [InlineData("dec")]
    public async Task What_is_behind_a_URL_is_not_written(string command)
    {
        using var run = await ChartAsync("a: 1");
        using var server = Serve(run);
        Assert.NotEqual(0, (await run.RunAsync("secrets", command, server.Url + "/secrets.yaml")).Exit);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(run.Path), entry => entry.EndsWith(".dec", StringComparison.Ordinal));
    }

    // What a run prints on standard error is searched for the canary by the run itself.
    [Theory]
    [InlineData("helm template r c -f http://user:{1}@{0}/none.yaml")]
    [InlineData("helm3 template r c -f http://user:{1}@{0}/bad.yaml")]
    [InlineData("helm template r c -f http://user:{1}@127.0.0.1:1/x")]
    [InlineData("template r c -f http://user:{1}@127.0.0.1:1/x")]
    [InlineData("helm template r c -f http://user:{1}%zz@{0}/x")]
    [InlineData("helm template r c -f https://user:{1}@{0}/plain.yaml")]
    [InlineData("helm template r c --set-file a=http://user:{1}@{0}/none.yaml")]
    [InlineData("helm template r c -f secrets://http://user:{1}@{0}/none.yaml")]
    [InlineData("helm template r c -f secrets://http://user:{1}@127.0.0.1:1/x")]
    [InlineData("helm secrets template r c -f http://user:{1}@{0}/none.yaml")]
    [InlineData("helm secrets decrypt http://user:{1}@{0}/plain.yaml")]
    [InlineData("helm secrets decrypt -i http://user:{1}@{0}/secrets.yaml")]
    [InlineData("helm template r http://user:{1}@{0}/c.tgz --debug")]
    [InlineData("helm template r http://user:{1}@{0}/bad.yaml")]
    [InlineData("template r http://user:{1}@{0}")]
    [InlineData("helm show all http://user:{1}@127.0.0.1:1/c.tgz")]
    [InlineData("helm template r c --repo http://user:{1}@{0}")]
    [InlineData("helm template r c --repo http://user:{1}@127.0.0.1:1/x/")]
    [InlineData("helm template r c --repo http://{0} --username user --password {1}")]
    [InlineData("diff http://user:{1}@{0}/none.tgz c")]
    [InlineData("diff c http://user:{1}@{0}/none.yaml")]
    public async Task A_password_in_a_URL_is_in_no_message(string line)
    {
        using var run = await ChartAsync("a: 1");
        using var server = Serve(run);
        var result = await run.RunAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, line, $"127.0.0.1:{server.Port}", Password).Split(' '));
        Assert.NotEqual(0, result.Exit);
        Assert.NotEmpty(result.ErrorText);
        Assert.DoesNotContain(Password, result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helm template r c -f {0}/x.yaml")]
    [InlineData("helm template r {0}/c.tgz")]
    [InlineData("helm template r c --repo {0}")]
    [InlineData("helm template r c --set-file a={0}/x")]
    [InlineData("helm template r c -f secrets://{0}/x.yaml")]
    [InlineData("secrets decrypt {0}/x.yaml")]
    [InlineData("diff c {0}/c.tgz")]
    public async Task Cancellation_ends_the_wait_for_a_server(string line)
    {
        using var run = await ChartAsync("a: 1");
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var server = new HttpServer(_ =>
        {
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(10));
            return ServedAnswer.Silence;
        });
        var result = await run.RunAsync(
            cancellation.Token, string.Format(System.Globalization.CultureInfo.InvariantCulture, line, server.Url).Split(' '));
        Assert.NotEqual(0, result.Exit);
        Assert.Equal(("", ""), (result.OutputText, result.ErrorText));
    }
}
