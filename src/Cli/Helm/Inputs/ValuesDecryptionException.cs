using SecretsKit.Cli.Framework;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>A failure to decrypt a file that a chart reads, with what failed as the inner exception.</summary>
internal interface IDecryptionFailure
{
    /// <summary>The file, as it is shown; null where the failure is about none.</summary>
    string? File { get; }

    /// <summary>What failed; null where there is no more to say than the message.</summary>
    SecretsKitException? Failure { get; }
}

/// <summary>A values file does not decrypt.</summary>
/// <param name="file">The file, as it is shown.</param>
/// <param name="cause">What failed.</param>
internal sealed class ValuesDecryptionException(string file, SecretsKitException cause)
    : SecretsKitException(cause.Code, FailureReport.Line(cause, file), cause), IDecryptionFailure
{
    /// <inheritdoc/>
    public string? File { get; } = file;

    /// <inheritdoc/>
    public SecretsKitException? Failure { get; } = cause;
}
