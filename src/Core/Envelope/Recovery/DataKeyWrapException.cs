using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>A data key could not be wrapped with every master key, so that nothing was wrapped.</summary>
public sealed class DataKeyWrapException : SecretsKitException
{
    /// <summary>A failure for at least one reason; cause and hint are those of the first that has them.</summary>
    public DataKeyWrapException(IReadOnlyList<KeyWrapFailure> failures)
        : base(ErrorCode.KeyWrapFailed, $"Could not generate data key: {Joined(failures):lines}")
    {
        Failures = failures;
        ErrorList = Joined(failures);
        Cause = failures[0].Cause;
        Hint = failures.Select(static failure => failure.Hint).FirstOrDefault(static hint => hint is not null);
    }

    /// <summary>All reasons, in the order of groups and keys.</summary>
    public IReadOnlyList<KeyWrapFailure> Failures { get; }

    /// <summary>The messages in brackets, for the other sentence that the reference tool puts before them.</summary>
    public string ErrorList { get; }

    private static string Joined(IReadOnlyList<KeyWrapFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        return $"[{string.Join(' ', failures.Select(static failure => failure.Message))}]";
    }
}
