using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Grpc.Protobuf;

namespace SecretsKit.Providers.KeyServer;

/// <summary>Master keys as the protocol names them: a message with one of seven fields, whose own fields are texts.</summary>
internal static class KeyServerKeys
{
    private const int Kms = 1;
    private const int Pgp = 2;
    private const int GcpKms = 3;
    private const int AzureKeyVault = 4;
    private const int Vault = 5;
    private const int Age = 6;
    private const int Huawei = 7;

    // Of a key of AWS: a field of pairs; entries of maps are messages of a name and a value.
    private const int ContextField = 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a key as a field.</summary>
    /// <returns>False for a type that the protocol does not know; nothing is written then.</returns>
    public static bool TryWrite(ProtobufWriter writer, int field, MasterKey key)
    {
        using var fields = new ProtobufWriter();
        var number = WriteFields(fields, key);
        if (number == 0)
        {
            return false;
        }

        using var choice = new ProtobufWriter();
        choice.Message(number, fields.Written.Span);
        writer.Message(field, choice.Written.Span);
        return true;
    }

    /// <summary>Reads a key.</summary>
    /// <param name="message">The message; several of them in a row count as one.</param>
    /// <param name="key">The key; null where none is named, or one of an unknown type.</param>
    /// <returns>Whether it is well formed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out MasterKey? key)
    {
        key = null;
        var (type, fields) = (0, new List<byte>());
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader is not { Field: >= Kms and <= Huawei, Type: ProtobufWireType.Length })
            {
                continue;
            }

            // The last type counts; what is said of one type twice is merged.
            if (reader.Field != type)
            {
                fields.Clear();
            }

            type = reader.Field;
            fields.AddRange(reader.Bytes);
        }

        try
        {
            return !reader.IsMalformed && (type == 0 || TryReadFields(type, fields.ToArray(), out key));
        }
        catch (DecoderFallbackException)
        {
            // A text that is not UTF-8 makes the message malformed (proto3).
            return false;
        }
    }

    private static int WriteFields(ProtobufWriter fields, MasterKey key)
    {
        switch (key)
        {
            case AwsKmsMasterKey kms:
                fields.Text(1, kms.Arn).Text(2, kms.Role);
                foreach (var (name, value) in kms.Context.Pairs)
                {
                    using var pair = new ProtobufWriter();
                    fields.Message(ContextField, pair.Text(1, name).Text(2, value).Written.Span);
                }

                fields.Text(4, kms.Profile);
                return Kms;
            case PgpMasterKey pgp:
                fields.Text(1, pgp.Fingerprint);
                return Pgp;
            case GcpKmsMasterKey google:
                fields.Text(1, google.ResourceId);
                return GcpKms;
            case AzureKeyVaultMasterKey azure:
                fields.Text(1, azure.VaultUrl).Text(2, azure.Name).Text(3, azure.Version);
                return AzureKeyVault;
            case VaultTransitMasterKey vault:
                fields.Text(1, vault.VaultAddress).Text(2, vault.EnginePath).Text(3, vault.KeyName);
                return Vault;
            case AgeMasterKey age:
                fields.Text(1, age.Recipient);
                return Age;
            case HuaweiKmsMasterKey huawei:
                fields.Text(1, huawei.KeyId);
                return Huawei;
            default:
                return 0;
        }
    }

    private static bool TryReadFields(int type, ReadOnlySpan<byte> message, out MasterKey? key)
    {
        key = null;
        string[] texts = ["", "", "", "", ""];
        var context = new List<KeyValuePair<string, string>>();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader is not { Field: > 0 and < 5, Type: ProtobufWireType.Length })
            {
                continue;
            }

            if (type == Kms && reader.Field == ContextField)
            {
                if (!TryReadPair(reader.Bytes, out var pair))
                {
                    return false;
                }

                context.Add(pair);
            }
            else
            {
                texts[reader.Field] = Strict.GetString(reader.Bytes);
            }
        }

        key = type switch
        {
            Kms => new AwsKmsMasterKey(texts[1], texts[2], new(context), texts[4]),
            Pgp => new PgpMasterKey(texts[1]),
            GcpKms => new GcpKmsMasterKey(texts[1]),
            AzureKeyVault => new AzureKeyVaultMasterKey(texts[1], texts[2], texts[3]),
            Vault => new VaultTransitMasterKey(texts[1], texts[2], texts[3]),
            Age => new AgeMasterKey(texts[1]),
            _ => new HuaweiKmsMasterKey(texts[1]),
        };
        return !reader.IsMalformed;
    }

    private static bool TryReadPair(ReadOnlySpan<byte> message, out KeyValuePair<string, string> pair)
    {
        var (name, value) = ("", "");
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            (name, value) = reader switch
            {
                { Field: 1, Type: ProtobufWireType.Length } => (Strict.GetString(reader.Bytes), value),
                { Field: 2, Type: ProtobufWireType.Length } => (name, Strict.GetString(reader.Bytes)),
                _ => (name, value),
            };
        }

        pair = new(name, value);
        return !reader.IsMalformed;
    }
}
