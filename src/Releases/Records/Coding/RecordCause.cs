using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>Why a record cannot be read.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Name">The name of the record in its storage.</param>
/// <param name="Namespace">The namespace that it lies in.</param>
/// <param name="Field">The path of the field of a wrong type, as <c>chart.templates[2].data</c>; empty otherwise.</param>
public sealed record RecordCause(RecordFault Fault, string Name, string Namespace, string Field = "") : FailureCause
{
    /// <summary>The failure to throw: it names the record and what is wrong with it, and quotes nothing of it.</summary>
    public SecretsKitException ToException() => new(
        Fault == RecordFault.TooLarge ? ErrorCode.LimitExceeded : ErrorCode.MalformedDocument,
        $"release record {Name} in namespace {Namespace} cannot be read: {What()}")
    {
        Cause = this,
        Hint = "restore the record from a backup, or delete it so that the revision before it counts",
    };

    private string What() => Fault switch
    {
        RecordFault.MissingPayload => "its data has no entry named release",
        RecordFault.NotBase64 => "its payload is not base64",
        RecordFault.DamagedCompression => "its compressed data are damaged or incomplete",
        RecordFault.TooLarge => $"it is larger than {RecordPayload.MaxJsonBytes / (1024 * 1024)} MiB when decompressed",
        RecordFault.NotJson => "its content is not JSON",
        _ when Field.Length == 0 => "its content is not a JSON object",
        _ => $"its field {Field} has the wrong type",
    };
}
