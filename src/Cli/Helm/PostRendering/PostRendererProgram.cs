using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Helm.PostRendering;

/// <summary>
/// The program of <c>--post-renderer</c>: Helm 3's, which reads the manifests and writes what takes their place. Helm 4's are plugins.
/// </summary>
internal sealed class PostRendererProgram
{
    private readonly HelmSession _session;
    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;

    private PostRendererProgram(HelmSession session, string program, IReadOnlyList<string> arguments) =>
        (_session, _program, _arguments) = (session, program, arguments);

    private string Heading { get; init; } = "error while running post render on files";

    /// <summary>The same with other words at the start of its failures.</summary>
    public PostRendererProgram With(string heading) => new(_session, _program, _arguments) { Heading = heading };

    /// <summary>The program that the command line names, or null: Helm 4 has none.</summary>
    /// <exception cref="SecretsKitException">There is none of this name.</exception>
    public static PostRendererProgram? Find(HelmSession session, ParsedFlags flags)
    {
        var name = flags.Text(HelmFlags.PostRenderer);
        if (name.Length == 0 || session.Generation == HelmGeneration.V4)
        {
            return null;
        }

        return Locate(session, name, flags.List(HelmFlags.PostRendererArgs)) ?? throw new SecretsKitException(
            ErrorCode.Usage, $"invalid argument {GoQuote.Format(name)} for \"--post-renderer\" flag: {Missing(name)}");
    }

    /// <summary>A program by its path, or by its name on PATH; null where there is none.</summary>
    public static PostRendererProgram? Locate(HelmSession session, string name, IReadOnlyList<string> arguments)
    {
        var program = name.Contains('/', StringComparison.Ordinal) ? session.Host.Environment.CleanPath(name) : Search(session, name);
        return program is not null && File.Exists(program) ? new(session, program, arguments) : null;
    }

    /// <summary>Says that there is no such program.</summary>
    public static string Missing(string name) =>
        $"unable to find binary at {name}: exec: {GoQuote.Format(name)}: executable file not found in $PATH";

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
                : throw Failed(Encoding.UTF8.GetString(result.Error.Span), result.Describe());
        }
        catch (ProcessStartException failure)
        {
            throw Failed("", failure.Message);
        }
    }

    private ChartException Failed(string output, string cause) =>
        new($"{Heading}: error while running command {_program}. error output:\n{output:lines}: {cause}")
        {
            IsFromRendering = true,
        };

    private static string? Search(HelmSession session, string name) => (session.Host.Environment.Variable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
