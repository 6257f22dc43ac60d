using System.Text;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Secrets;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>Runs operations on charts in process, as the helm command line would: values files are decrypted in memory.</summary>
internal sealed class HelmWork(TestingContext context)
{
    /// <summary>What the reference says of an operation whose messages were printed.</summary>
    public const string FailedWords = "failed waiting for process: exit status 1";

    /// <summary>The failure of an operation whose messages were printed.</summary>
    public static SecretsKitException Failed() => new(ErrorCode.General, FailedWords);

    /// <summary>Runs one and prints what it says, messages behind output.</summary>
    /// <param name="words">The command and its words.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It failed; its messages are printed.</exception>
    public async Task RunAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        if (await TryAsync(words, ct) != ExitCodes.Success)
        {
            throw Failed();
        }
    }

    /// <summary>Runs one and prints what it says.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TryAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        context.Announce(["helm", .. words]);
        using var error = new MemoryStream();
        var inner = context.Host.With(error: error);
        var program = new HelmProgram(inner, words, SecretUrls.Of);
        try
        {
            return await program.RunAsync(ct);
        }
        catch (SecretsKitException failure)
        {
            program.Report(failure);
            return ExitCodes.For(Dialect.Helm, words[0], failure.Code);
        }
        finally
        {
            context.PrintText(Encoding.UTF8.GetString(error.ToArray()));
        }
    }

    /// <summary>The words of a setting.</summary>
    public static IReadOnlyList<string> Words(string setting) => WordSplitter.Split(setting);

    /// <summary>A text as Go quotes it.</summary>
    public static string Quoted(object value) => GoQuote.Format(value.ToString() ?? "");
}
