using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Schemas;

namespace SecretsKit.Releases.Planning;

/// <summary>A manifest has fields that the schema of the server does not allow.</summary>
/// <param name="Faults">At least one.</param>
public sealed record FieldFaultCause(IReadOnlyList<FieldFault> Faults) : FailureCause
{
    internal SecretsKitException ToException()
    {
        var messages = Faults.Select(fault => fault.Message).Distinct(StringComparer.Ordinal).ToList();
        var text = messages.Count == 1 ? messages[0] : $"[{string.Join(", ", messages)}]";
        return new(ErrorCode.MalformedDocument, "error validating \"\": error validating data: " + text)
        {
            Cause = this,
            Hint = $"correct {Faults[0].Path} in the template, or add --disable-openapi-validation to let the server decide",
        };
    }
}
