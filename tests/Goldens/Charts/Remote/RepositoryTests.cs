using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Packing;
using SecretsKit.Cli.Hosting;
using SecretsKit.Goldens.Sops;
using SecretsKit.Platform;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Charts.Remote;

/// <summary>
/// Steps of the repository session that take a chart by URL or by <c>--repo</c>: without password, with one, and
/// encrypted, as the reference answered them.
/// </summary>
public sealed class RepositoryTests
{
    private static readonly string Root = Path.Combine(ChartCase.Root, "repo-session");

    public static IEnumerable<TheoryDataRow<string, string>> Steps =>
        from step in JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "session.json")))
            .RootElement.GetProperty("steps")
            .EnumerateArray()
        let words = Words(step)
        where words[0] is "template" or "show" or "install"
            && words.Exists(word => word.Contains("://", StringComparison.Ordinal))
            && !words.Exists(word => word.StartsWith("local/", StringComparison.Ordinal))
        from program in (string[])["helm", "helm3"]
        where program == "helm" || !step.TryGetProperty("v4_only", out _)
        select new TheoryDataRow<string, string>(step.GetProperty("id").GetString()!, program);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Charts_of_servers_render_as_the_reference_renders_them(string id, string program)
    {
        var step = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(Root, "session.json"), TestContext.Current.CancellationToken))
            .RootElement
            .GetProperty("steps").EnumerateArray().First(step => step.GetProperty("id").GetString() == id);
        var contents = new Dictionary<string, byte[]>();
        using var plain = new HttpServer(contents);
        using var closed = new HttpServer(request => request.Header("Authorization") == "Basic " + Convert.ToBase64String("user:p@ss w"u8)
            ? ServedAnswer.Found(contents[request.Target])
            : ServedAnswer.Status("401 Unauthorized"));
        using var certificate = X509Certificate2.CreateFromPemFile(
            Path.Combine(Root, "certs", "server.crt"), Path.Combine(Root, "certs", "server.key"));
        using var encrypted = new HttpServer(contents, certificate);
        string Ports(string text) =>
            text.Replace("{HTTP}", $"{plain.Port}", StringComparison.Ordinal)
                .Replace("{AUTH}", $"{closed.Port}", StringComparison.Ordinal)
                .Replace("{TLS}", $"{encrypted.Port}", StringComparison.Ordinal);
        Fill(contents, Ports);

        using var output = new MemoryStream();
        using var error = new MemoryStream();
        using var home = new CaseFolder();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(new Dictionary<string, string> { ["HOME"] = home.Path, ["TZ"] = "UTC" }, Root),
            Input = Stream.Null,
            Output = output,
            Error = error,
            Prompt = new TypedPrompt([]),
            TestOnlyThrowDefects = true,
        };
        List<string> words = [.. Words(step).Select(Ports)];
        var exit = await SecretsKit.Cli.Program.RunAsync(program, words, host, TestContext.Current.CancellationToken);
        Assert.Equal(Ports(Expected(step, "stderr", program)), Encoding.UTF8.GetString(error.ToArray()));
        Assert.Equal(Ports(Expected(step, "stdout", program)), Masked(Encoding.UTF8.GetString(output.ToArray())));
        Assert.Equal(step.GetProperty("exit").GetInt32(), exit);
        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    // The date of an installation that is not made.
    private static string Masked(string text) =>
        string.Join(
            '\n',
            text.Split('\n').Select(line => line.StartsWith("LAST DEPLOYED: ", StringComparison.Ordinal) ? "LAST DEPLOYED: {DATE}" : line));

    private static string Expected(JsonElement step, string stream, string program)
    {
        var file = step.TryGetProperty(stream, out var usual) ? usual.GetString() : null;
        file = program == "helm3" && step.TryGetProperty("v3", out var old) && old.TryGetProperty(stream, out var legacy)
            ? legacy.GetString()
            : file;
        return file is null ? "" : File.ReadAllText(Path.Combine(Root, file));
    }

    private static List<string> Words(JsonElement step) => [.. step.GetProperty("argv").EnumerateArray().Select(word => word.GetString()!)];

    // The session packs its charts and indexes them; what came of that is in the data, but for the archives.
    private static void Fill(Dictionary<string, byte[]> contents, Func<string, string> ports)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(Root, "src")))
        {
            var chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadFolder(folder);
            contents["/" + ChartPacker.FileName(chart)] = ChartPacker.Pack(chart, DateTimeOffset.UnixEpoch);
        }

        contents["/index.yaml"] = Encoding.UTF8.GetBytes(
            ports(
                File.ReadAllText(Path.Combine(Root, "out", "index.files", "www__index.yaml"))
                    .Replace("{DIGEST}", new('0', 64), StringComparison.Ordinal)));
        contents["/plain.yaml"] = File.ReadAllBytes(Path.Combine(Root, "www", "plain.yaml"));
    }
}
