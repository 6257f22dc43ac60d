using System.Text;
using SecretsKit.Charts.Inputs;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.Values;
using SecretsKit.Cli.Helm.PostRendering;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.UnitTesting;

/// <summary>
/// The program around unit tests. Values files are decrypted in memory; what was decrypted is in no text and no file that it makes.
/// </summary>
/// <param name="session">Keys, streams, folders.</param>
/// <param name="keepsRenderings">Whether rendered files are written under <c>.debug</c>.</param>
internal sealed class UnitTestHost(HelmSession session, bool keepsRenderings) : IUnitTestHost
{
    private const string DebugFolder = ".debug";

    /// <inheritdoc/>
    public async Task<ValuesFile> ReadValuesAsync(string path, CancellationToken ct) =>
        (await session.Inputs.ReadAsync(new ValueArguments { Files = [path] }, ct)).Files[0];

    /// <inheritdoc/>
    public async Task<byte[]> PostRenderAsync(
        string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> manifests, CancellationToken ct)
    {
        var found = PostRendererProgram.Locate(session, program, arguments)
            ?? throw new ChartException(PostRendererProgram.Missing(program));
        return await found.With("post-render failed").RunAsync(manifests, ct);
    }

    /// <inheritdoc/>
    public string Mask(string text) => session.Host.Redaction.IsEmpty ? text : session.Host.Redaction.Redact(text);

    /// <summary>A text of results as people may see it.</summary>
    public string Shown(string text) => DisplayText.SafeLines(Mask(text));

    /// <inheritdoc/>
    public void Rendered(string path, ReadOnlyMemory<byte> content)
    {
        if (keepsRenderings && !path.Split('/').Contains(".."))
        {
            Write($"{DebugFolder}/{path}", Mask(Encoding.UTF8.GetString(content.Span)), LinkPolicy.Refuse);
        }
    }

    /// <inheritdoc/>
    public void Warn(string message)
    {
        var time = Timestamp.FromDateTimeOffset(session.Host.Clock.GetUtcNow()) with { Nanoseconds = 0 };
        session.Host.WriteErrorLine(
            $"time=\"{time.ToRfc3339()}\" level=warning msg={GoQuote.Format(message)} test-runner=get-v3-test-suites");
    }

    /// <summary>Writes a file below the working directory, or wherever the user says; folders are made.</summary>
    public void Write(string path, string text, LinkPolicy links)
    {
        var environment = session.Host.Environment;
        if (Path.GetDirectoryName(environment.ResolvePath(path)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        AtomicFile.Write(new()
        {
            Environment = environment,
            Path = path,
            Content = Encoding.UTF8.GetBytes(text),
            Kind = FileContentKind.Public,
            Links = links,
        });
    }
}
