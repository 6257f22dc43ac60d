using SecretsKit.Cli.Dialects;
using SecretsKit.CommandLine;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm.About;

/// <summary><c>helm env</c>: the settings that variables and flags make (spec helm.md 20).</summary>
internal static class EnvCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("env", "[flags]", "Prints the settings of the environment.")
    {
        Flags = _ => HelmFlags.With(),
        Arguments = new(0, 1),
        Run = (session, flags, _) => Task.FromResult(Print(session, flags)),
    };

    private static int Print(HelmSession session, ParsedFlags flags)
    {
        var settings = HelmSettings.Of(session, flags);
        if (flags.Arguments is [var name])
        {
            session.Host.WriteLine(settings.GetValueOrDefault(name, ""));
            return ExitCodes.Success;
        }

        foreach (var (key, value) in settings)
        {
            session.Host.WriteLine($"{key}={GoQuote.Format(value)}");
        }

        return ExitCodes.Success;
    }
}
