namespace SecretsKit.Cli.Secrets;

/// <summary>How helm-secrets tells what a file is: by searching its text (spec helm-secrets.md part 6).</summary>
internal static class HelmSecretsDetection
{
    /// <summary>Whether a line holds a MAC.</summary>
    public static bool IsEncrypted(ReadOnlySpan<byte> content)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            var line = content[range];
            var mac = line.IndexOf("mac"u8);
            if (mac >= 0 && line[(mac + 3)..].IndexOf(",type:str]"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The format in which sops is asked to read it: yaml by the line that begins the metadata, binary by its only key, else json.
    /// </summary>
    public static string TypeOf(ReadOnlySpan<byte> content)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            var line = content[range];
            if (line.StartsWith("sops:"u8) && line["sops:"u8.Length..].Trim(" \t\r"u8).IsEmpty)
            {
                return "yaml";
            }
        }

        return content.IndexOf("\"data\": \"ENC"u8) >= 0 ? "binary" : "json";
    }
}
