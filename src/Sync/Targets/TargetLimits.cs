using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Sync.Keys;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Targets;

/// <summary>What API servers refuse of Secrets, said where no server is asked.</summary>
internal static class TargetLimits
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Why no server takes a Secret, in the words of a server; null if one does.</summary>
    public static SecretsKitException? Refusal(MapValue secret)
    {
        var name = new ObjectHead(secret).Name;
        var data = SecretData.Read(secret);
        if (data.Names.FirstOrDefault(key => !KeyValidation.ServersTake(key)) is { } invalid)
        {
            return new(ErrorCode.General, DisplayText.Message($"Secret \"{name}\" is invalid: data[{invalid}]: no server takes this key"))
            {
                Hint = "keys have letters of ASCII, digits, '-', '.' and '_': a rewrite of the mapping gives them others",
            };
        }

        return data.Entries.Sum(entry => (long)entry.Value.Bytes.Length) > MaxBytes
            ? new(
                ErrorCode.General, DisplayText.Message($"Secret \"{name}\" is invalid: data: Too long: must have at most {MaxBytes} bytes"))
            {
                Hint = "take fewer keys, or parts of values by property; several mappings can share the work",
            }
            : null;
    }
}
