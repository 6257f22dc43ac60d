using System.Diagnostics;
using System.Text.RegularExpressions;
using SecretsKit.Integration.Safety;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Helm;

/// <summary>
/// The program called as <c>helm</c> or <c>helm3</c>, in a folder of its own, with no variables but those that are given.
/// </summary>
internal sealed partial class HelmRun : IDisposable
{
    private readonly TestFolder _folder = new();

    public HelmRun()
    {
        foreach (var name in (string[])["helm", "helm3", "secretskit"])
        {
            File.CreateSymbolicLink(Path.Combine(_folder.Path, name), NativeProgram.Path);
        }
    }

    /// <summary>Variables of the commands.</summary>
    public Dictionary<string, string> Variables { get; } = new() { ["TZ"] = "UTC", ["PATH"] = "/usr/bin:/bin" };

    /// <summary>The folder of the commands.</summary>
    public string Folder => _folder.Path;

    /// <summary>Copies a folder into that of the commands.</summary>
    public void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_folder.Path, to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs a command and masks the times in what it prints.</summary>
    /// <param name="tool"><c>helm3</c>, <c>helm4</c> or <c>secretskit</c>.</param>
    /// <param name="words">The command line.</param>
    /// <param name="variables">More variables; null removes one.</param>
    /// <param name="during">What happens while it runs, until the token fires.</param>
    public async Task<(int Code, string Output, string Error)> RunAsync(
        string tool,
        IEnumerable<string> words,
        IEnumerable<KeyValuePair<string, string?>>? variables = null,
        Func<Process, CancellationToken, Task>? during = null)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder.Path, tool is "helm3" or "secretskit" ? tool : "helm"), words)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)).Concat(variables ?? []))
        {
            start.Environment[name] = value;
        }

        start.Environment["HOME"] = _folder.Path;
        var ct = TestContext.Current.CancellationToken;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        using var ended = new CancellationTokenSource();
        var meanwhile = during?.Invoke(process, ended.Token) ?? Task.CompletedTask;
        await process.WaitForExitAsync(ct);
        await ended.CancelAsync();
        await meanwhile;
        return (process.ExitCode, Mask(await output), Mask(await error));
    }

    public void Dispose() => _folder.Dispose();

    // Fractions of seconds are of different lengths: lists are laid out anew, which the cells of the masks are wide enough for.
    private static string Mask(string text) => ListTime().Replace(
        AnsiTime().Replace(Rfc3339().Replace(text, "2006-01-02T15:04:05Z"), "Mon Jan  2 15:04:05 2006"),
        match => "2006-01-02 15:04:05.000000000 +0000 UTC" + (match.Value.EndsWith('\t') ? "\t" : ""));

    [GeneratedRegex(@"(?!0001)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}")]
    private static partial Regex AnsiTime();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4} ([A-Z]+|[+-]\d+)( *\t)?")]
    private static partial Regex ListTime();
}
