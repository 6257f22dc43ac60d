using System.Diagnostics;
using System.Text;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Quickstart;

/// <summary>Runs verbs inside the folder and shows what they print.</summary>
internal sealed class QuickstartSteps(CliHost host, QuickstartScreen screen)
{
    /// <summary>The surroundings inside the folder.</summary>
    public CliHost Host { get; } = host;

    /// <summary>Shows a command line, runs it, and shows its output.</summary>
    /// <param name="words">Behind the program's name.</param>
    /// <param name="run">The verb.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="refused">Whether it is expected to fail.</param>
    /// <returns>Standard output, and the exit code.</returns>
    public async Task<(string Output, int Exit)> RunAsync(
        string words, Func<VerbContext, Task<int>> run, CancellationToken ct, bool refused = false)
    {
        ct.ThrowIfCancellationRequested();
        screen.Command("secretskit " + words);
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var exit = await run(new VerbContext(Host.With(output: output, error: error)));
        if (exit != ExitCodes.Success != refused)
        {
            throw new UnreachableException($"{words} ended with {exit}");
        }

        foreach (var line in LinesOf(error))
        {
            screen.Say(line, line.StartsWith("secretskit:", StringComparison.Ordinal) ? TextStyle.Bad : TextStyle.Quiet);
        }

        screen.Lines(LinesOf(output), _ => TextStyle.Plain);
        return (Text(output), exit);
    }

    /// <summary>Writes a file.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Host.Environment.ResolvePath(name))!);
        Output.Write(Host, name, Encoding.UTF8.GetBytes(text), FileContentKind.Public);
    }

    /// <summary>Reads a file.</summary>
    public string Read(string name) => Encoding.UTF8.GetString(FileReader.Read(Host.Environment, name));

    /// <summary>Removes a file.</summary>
    public void Delete(string name) => File.Delete(Host.Environment.ResolvePath(name));

    private static string[] LinesOf(MemoryStream stream) => Text(stream) is { Length: > 0 } text ? text.TrimEnd('\n').Split('\n') : [];

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
}
