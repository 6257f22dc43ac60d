using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Providers.Age;

/// <summary>
/// The identities for one recipient, and what to say about their sources when none of them fits. The identities belong to where they come
/// from, which does not wipe them before the set is disposed. Disposing a set twice does nothing. For one user at a time.
/// </summary>
public sealed class AgeIdentitySet : IDisposable
{
    private readonly SharedAgeIdentities _shared;
    private readonly List<AgeIdentity> _identities = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _unused = [];
    private readonly List<string> _empty = [];
    private bool _isDisposed;

    /// <summary>A set without identities so far, which keeps shared ones from being wiped.</summary>
    internal AgeIdentitySet(SharedAgeIdentities shared)
    {
        shared.Hold();
        _shared = shared;
    }

    /// <summary>The first command of the user that should have printed identities and failed, and how; null for none.</summary>
    internal string? FailedCommand { get; private set; }

    /// <summary>What may open a file, lent until the set is disposed.</summary>
    public IReadOnlyList<AgeIdentity> Identities => _identities;

    /// <summary>Whether a source other than an SSH key was there to read, whatever it held.</summary>
    internal bool AnythingToRead { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _shared.Release();
        }
    }

    /// <summary>A fixed text; never an identity.</summary>
    public override string ToString() => $"AgeIdentitySet({_identities.Count})";

    internal void Add(IEnumerable<AgeIdentity> identities) => _identities.AddRange(identities);

    internal void AddError(string message) => _errors.Add(message);

    /// <summary>A source that could not be read, or whose content is wrong.</summary>
    internal void AddError(AgeSourceResult failed)
    {
        AddError(failed.Error!);
        FailedCommand ??= failed.Command;
    }

    /// <summary>A place where nothing was found.</summary>
    internal void AddUnused(string location) => _unused.Add(location);

    /// <summary>A source of identities that was there.</summary>
    internal void AddSource(string location, AgeSourceResult result)
    {
        AnythingToRead = true;
        if (result.Error is not null)
        {
            AddError(result);
        }
        else if (result.Identities.Count == 0)
        {
            _empty.Add(location);
        }

        Add(result.Identities);
    }

    /// <summary>A failure in the words of sops, with what went wrong while loading and where nothing was found.</summary>
    internal UnwrapResult Fail(MasterKey key, UnwrapOutcome outcome, string message)
    {
        var problem = message
            + (_errors.Count == 0 ? "" : ". Errors while loading age identities: " + string.Join("; ", _errors));
        return UnwrapResult.Failure(
            new KeyAttempt(key, outcome, problem + Places()) { Problem = problem, FailedCommand = FailedCommand });
    }

    private string Places()
    {
        string[] places = [.. _unused.Concat(_empty).Select(static place => $"'{place}'")];
        return places.Length switch
        {
            0 => "",
            1 => $". Did not find keys in location {places[0]}.",
            2 => $". Did not find keys in locations {places[0]} and {places[1]}.",
            _ => $". Did not find keys in locations {string.Join(", ", places[..^1])}, and {places[^1]}.",
        };
    }
}

/// <summary>What one source gave: identities or the error to report.</summary>
internal sealed record AgeSourceResult(IReadOnlyList<AgeIdentity> Identities, string? Error)
{
    /// <summary>Whether the source could be opened; only then does it count as something to read.</summary>
    public bool Opened { get; init; } = true;

    /// <summary>The command that failed, and how it ended; null where none did.</summary>
    public string? Command { get; init; }

    public static AgeSourceResult Failed(string error, bool opened = true) => new([], error) { Opened = opened };

    public static AgeSourceResult FailedCommand(string command, string problem)
    {
        var ended = $"{command}: {problem}";
        return new([], $"failed to execute command {ended}") { Opened = false, Command = ended };
    }

    public override string ToString() => $"AgeSourceResult({Identities.Count})";
}
