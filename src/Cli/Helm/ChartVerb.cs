using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Hints;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm;

/// <summary>
/// The frame of our own verbs on charts: a session, and failures without decrypted values and with the next step behind them.
/// </summary>
internal static class ChartVerb
{
    /// <summary>Runs one.</summary>
    /// <param name="context">Where.</param>
    /// <param name="name">Of the verb.</param>
    /// <param name="arguments">What the user named, for hints.</param>
    /// <param name="getter">Reads values behind URLs of other schemes than Helm's.</param>
    /// <param name="work">What the verb does.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">It failed; its text may quote decrypted values, which no sink shows.</exception>
    public static async Task<int> RunAsync(
        VerbContext context,
        string name,
        IReadOnlyList<string> arguments,
        ValueGetterFactory getter,
        Func<HelmSession, Task<int>> work)
    {
        var generation = HelmProgram.GenerationOf(context.Host.Environment);
        var session = new HelmSession(context.Host, generation, new HelmLog(context.Host, generation, isDebug: false))
        {
            ShowsHints = true,
            Getter = getter(context.Host, generation),
            Hints = new(context.Host.Environment, generation)
            {
                Arguments = arguments,
                TestOnlyThrowDefects = context.Host.TestOnlyThrowDefects,
            },
        };
        context.Host.Redaction.Except(arguments);
        using var plaintexts = session.Plaintexts;
        try
        {
            return await work(session);
        }
        catch (SecretsKitException failure) when (failure is IDecryptionFailure { File: { } file, Failure: { } cause })
        {
            context.Report(cause, file);
            return ExitCodes.For(Dialect.SecretsKit, name, cause.Code);
        }
        catch (ChartException failure)
        {
            var hint = failure.Hint ?? HelmHints.For(failure, session.Hints);
            throw new SecretsKitException(failure.Code, failure.Message, failure) { Hint = hint };
        }
    }
}
