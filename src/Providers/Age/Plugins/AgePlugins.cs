using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>
/// Starts age plugins: programs named <c>age-plugin-NAME</c> on PATH, never from the working directory (spec sops.md 8.9). They run in the
/// temporary folder, without the identities of the environment. Holds no state of a run.
/// </summary>
public sealed class AgePlugins
{
    /// <summary>With the value <c>plugin</c>: plugins print to our standard error. The variable is that of the age tool.</summary>
    private const string DebugVariable = "AGEDEBUG";

    private readonly HostEnvironment _environment;
    private readonly IProcessStarter _processes;
    private readonly PluginDialog _dialog;
    private readonly TimeProvider _clock;
    private readonly PluginLimits _limits;

    /// <summary>Plugins of one run.</summary>
    /// <param name="environment">PATH, and the variables that plugins inherit, but for <c>SOPS_AGE_KEY</c>.</param>
    /// <param name="processes">Starts them.</param>
    /// <param name="prompt">
    /// Puts their questions; if it is an <see cref="ITerminalQuestions"/>, all of them, else those for secrets alone.
    /// </param>
    /// <param name="show">Shows their messages, a line without its end; null where they are not wanted.</param>
    /// <param name="clock">Measures how long they are silent.</param>
    public AgePlugins(
        HostEnvironment environment, IProcessStarter processes, IPassphrasePrompt prompt, Action<string>? show, TimeProvider clock)
        : this(environment, processes, prompt, show, clock, new PluginLimits())
    {
    }

    internal AgePlugins(
        HostEnvironment environment,
        IProcessStarter processes,
        IPassphrasePrompt prompt,
        Action<string>? show,
        TimeProvider clock,
        PluginLimits limits)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment.WithWorkingDirectory(environment.ResolvePath(environment.TempDirectory)).Withholding("SOPS_AGE_KEY");
        (_processes, _dialog, _clock, _limits) = (processes, new PluginDialog(prompt, show), clock, limits);
    }

    /// <summary>Starts a plugin.</summary>
    /// <param name="name">Of <see cref="PluginName"/>.</param>
    /// <param name="machine">The protocol that is spoken.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Plugin"/>: it did not start.</exception>
    internal PluginConversation Start(string name, string machine)
    {
        try
        {
            var process = _processes.Start(new ProcessRequest
            {
                Program = "age-plugin-" + name,
                Arguments = ["--age-plugin=" + machine],
                Environment = _environment,
                ErrorTo = _environment.Variable(DebugVariable) == "plugin" ? StreamRoute.Inherit : StreamRoute.Null,
            });
            return new PluginConversation(name, process, _dialog, _limits, _clock);
        }
        catch (ProcessStartException e) when (e.Failure == ProcessStartFailure.NotFound)
        {
            throw new AgeException(AgeFailure.Plugin, $"{name} plugin: couldn't start plugin: \"{name}\" plugin not found: {e.Message}", e)
            {
                Hint = $"install the program age-plugin-{name}, or add its folder to PATH",
            };
        }
        catch (ProcessStartException e)
        {
            throw new AgeException(AgeFailure.Plugin, $"{name} plugin: couldn't start plugin: {e.Message}", e) { Hint = e.Hint };
        }
    }
}
