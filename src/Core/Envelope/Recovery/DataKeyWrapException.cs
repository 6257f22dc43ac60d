using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>A data key could not be wrapped with every master key, so that nothing was wrapped.</summary>
public sealed class DataKeyWrapException(IReadOnlyList<string> errors)
    : SecretsKitException(ErrorCode.KeyWrapFailed, $"Could not generate data key: {Joined(errors):lines}")
{
    /// <summary>All causes, in the order of groups and keys.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;

    /// <summary>The causes in brackets, for the other sentence that the reference tool puts before them.</summary>
    public string ErrorList { get; } = Joined(errors);

    private static string Joined(IReadOnlyList<string> errors) => $"[{string.Join(' ', errors)}]";
}
