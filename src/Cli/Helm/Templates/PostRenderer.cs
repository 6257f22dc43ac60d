using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Helm.Templates;

/// <summary>The program of <c>--post-renderer</c>: Helm 3's, which reads the manifests and writes what takes their place. Helm 4's are plugins.</summary>
internal sealed class PostRenderer
{
    private readonly HelmSession _session;
    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;

    private PostRenderer(HelmSession session, string program, IReadOnlyList<string> arguments) => (_session, _program, _arguments) = (session, program, arguments);

    /// <summary>The program that the command line names, or null.</summary>
    /// <exception cref="SecretsKitException">There is none of this name.</exception>
    public static PostRenderer? Find(HelmSession session, ParsedFlags flags)
    {
        var name = flags.Text(HelmFlags.PostRenderer);
        if (name.Length == 0)
        {
            return null;
        }

        if (session.Generation == HelmGeneration.V4)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"invalid argument {GoQuote.Format(name)} for \"--post-renderer\" flag: plugin: {{Name:{name} Type:postrenderer/v1}} not found")
            {
                Hint = HasPlugin(session, name) ? "plugins of Helm 4 are not run by this version; helm3 runs programs, and the output can be piped into one" : null,
            };
        }

        var program = name.Contains('/', StringComparison.Ordinal) ? session.Host.Environment.CleanPath(name) : Search(session, name);
        return program is not null && File.Exists(program)
            ? new(session, program, flags.List(HelmFlags.PostRendererArgs))
            : throw new SecretsKitException(
                ErrorCode.Usage,
                $"invalid argument {GoQuote.Format(name)} for \"--post-renderer\" flag: unable to find binary at {name}: exec: {GoQuote.Format(name)}: executable file not found in $PATH");
    }

    /// <summary>What the program makes of the manifests.</summary>
    /// <param name="manifests">Its standard input; travels by pipe alone.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ChartException">It did not start, or failed.</exception>
    public async Task<byte[]> RunAsync(ReadOnlyMemory<byte> manifests, CancellationToken ct)
    {
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new() { Program = _program, Arguments = _arguments, Environment = _session.Host.Environment, Input = manifests }, ct);
            return result.Succeeded
                ? result.Output.ToArray()
                : throw Failed($"error while running command {_program}. error output:\n{Encoding.UTF8.GetString(result.Error.Span)}: {result.Describe()}");
        }
        catch (ProcessStartException failure)
        {
            throw Failed($"error while running command {_program}. error output:\n: {failure.Message}");
        }
    }

    private static ChartException Failed(string cause) => new("error while running post render on files: " + cause) { IsFromRendering = true };

    private static string? Search(HelmSession session, string name) => (session.Host.Environment.Variable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static bool HasPlugin(HelmSession session, string name)
    {
        var folder = session.Host.Environment.Variable("HELM_PLUGINS") is { Length: > 0 } given
            ? session.Host.Environment.ResolvePath(given)
            : Path.Combine(session.Host.Environment.HomeDirectory ?? "/", ".local/share/helm/plugins");
        return Directory.Exists(folder) && Directory.EnumerateDirectories(folder)
            .Select(plugin => Path.Combine(plugin, "plugin.yaml"))
            .Any(file => File.Exists(file) && Encoding.UTF8.GetString(FileReader.Read(session.Host.Environment, file)).Split('\n').Any(line => line.Trim() == "name: " + name));
    }
}
