using System.Text;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Providers.Age.Agent;

/// <summary>What came of asking the agent.</summary>
/// <param name="passphrase">Given away; null when there is none.</param>
/// <param name="refusal">Why no one else is to be asked, or null.</param>
/// <param name="problem">Why the agent could not ask, for the message when no one else can either; null when there is no agent.</param>
internal sealed class AgentAnswer(SecretBytes? passphrase, string? refusal, string? problem)
{
    public static AgentAnswer Unreachable { get; } = new(null, null, null);

    public SecretBytes? Passphrase { get; } = passphrase;

    public string? Refusal { get; } = refusal;

    public string? Problem { get; } = problem;
}

/// <summary>
/// gpg-agent as a keeper of passphrases (spec sops.md 7.3). It answers from its cache or shows a pinentry of the user's choice. It is asked
/// only where it runs already; nothing is started. Not on Windows, where its sockets are none.
/// </summary>
internal sealed class GpgAgent(HostEnvironment environment, IProcessRunner processes, TimeProvider clock)
{
    private const int Cancelled = 99;
    private const int FullyCancelled = 198;
    private const int TimedOut = 62;

    // An error message and a prompt that stand for none.
    private const string Nothing = "X";

    /// <summary>What the agent may take for anything but a question to a person.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Variables that tell a pinentry where to appear, by the names that the agent has for them; the others keep theirs.</summary>
    private static readonly (string Variable, string Option)[] Surroundings =
    [
        ("GPG_TTY", "ttyname="), ("TERM", "ttytype="), ("DISPLAY", "display="), ("XAUTHORITY", "xauthority="), ("LC_CTYPE", "lc-ctype="),
        ("LC_MESSAGES", "lc-messages="), ("WAYLAND_DISPLAY", "putenv=WAYLAND_DISPLAY="), ("XDG_SESSION_TYPE", "putenv=XDG_SESSION_TYPE="),
        ("DBUS_SESSION_BUS_ADDRESS", "putenv=DBUS_SESSION_BUS_ADDRESS="), ("INSIDE_EMACS", "putenv=INSIDE_EMACS="),
        ("PINENTRY_USER_DATA", "pinentry-user-data="),
    ];

    /// <summary>Asks for a passphrase.</summary>
    /// <param name="cacheId">Under which the agent remembers the answer.</param>
    /// <param name="description">Shown above the entry field.</param>
    /// <param name="ct">Takes the question away.</param>
    public async ValueTask<AgentAnswer> AskAsync(string cacheId, string description, CancellationToken ct)
    {
        using var agent = await ConnectAsync(ct);
        if (agent is null)
        {
            return AgentAnswer.Unreachable;
        }

        using var reply = await agent.TryRequestAsync(
            $"GET_PASSPHRASE --data {cacheId} {Nothing} {AssuanConnection.Escape("Passphrase")} {AssuanConnection.Escape(description)}",
                ct);
        return reply switch
        {
            null => new(null, null, "the connection to gpg-agent broke"),
            { Data: { Length: > 0 } data } => new(new SecretBytes(data.Span), null, null),
            { Error: Cancelled or FullyCancelled } => new(null, "the question for the passphrase was cancelled", null),
            { Error: TimedOut } => new(null, "the question for the passphrase was not answered in time", null),
            { Error: 0 } => new(null, "passphrase can't be empty", null),
            _ => new(null, null, "gpg-agent: " + reply.Message),
        };
    }

    /// <summary>Makes the agent forget an answer that was wrong.</summary>
    public async ValueTask ForgetAsync(string cacheId, CancellationToken ct)
    {
        using var agent = await ConnectAsync(ct);
        if (agent is not null)
        {
            using var reply = await agent.TryRequestAsync($"CLEAR_PASSPHRASE --mode=normal {cacheId}", ct);
        }
    }

    private async ValueTask<AssuanConnection?> ConnectAsync(CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || await FindSocketAsync(ct) is not { } path)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        AssuanConnection? agent = null;
        var ready = false;
        try
        {
            agent = await AssuanConnection.TryConnectAsync(path, either.Token);
            ready = agent is not null && await DescribeAsync(agent, either.Token);
            return ready ? agent : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // An agent that says nothing is none.
            return null;
        }
        finally
        {
            if (!ready)
            {
                agent?.Dispose();
            }
        }
    }

    private async ValueTask<bool> DescribeAsync(AssuanConnection agent, CancellationToken ct)
    {
        foreach (var (variable, option) in Surroundings)
        {
            var value = environment.Variable(variable);
            if (string.IsNullOrEmpty(value) || value.AsSpan().ContainsAny('\n', '\r') || value.Length > AssuanConnection.MaxLineBytes / 2)
            {
                continue;
            }

            // Options that this agent does not know are its own affair.
            using var reply = await agent.TryRequestAsync($"OPTION {option}{value}", ct);
            if (reply is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where GnuPG itself looks; the rule depends on the home folder, the system and the session, so GnuPG is asked.</summary>
    private async ValueTask<string?> FindSocketAsync(CancellationToken ct)
    {
        const int LongestPath = 4096;
        try
        {
            using var result = await processes.RunAsync(
                new ProcessRequest
                {
                    Program = "gpgconf",
                    Arguments = ["--list-dirs", "agent-socket"],
                    Environment = environment,
                    InputFrom = StreamRoute.Null,
                    ErrorTo = StreamRoute.Null,
                    OutputLimit = LongestPath,
                },
                ct);
            var path = Encoding.UTF8.GetString(result.Output.Span).TrimEnd('\n');
            return result.Succeeded && path.StartsWith('/') && File.Exists(path) ? path : null;
        }
        catch (ProcessStartException)
        {
            return null; // No GnuPG.
        }
    }
}
