using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

internal sealed class AzureKeyVaultCodec() : MasterKeyCodec(KeyType.AzureKeyVault)
{
    private const string Scheme = "https://";

    public override MasterKey Read(EntryReader entry) =>
        new AzureKeyVaultMasterKey(entry.Text("vault_url"), entry.Text("name"), entry.Text("version"));

    public override IEnumerable<(string Name, Node Value)> Describe(MasterKey key)
    {
        var azure = (AzureKeyVaultMasterKey)key;
        return [Field("name", azure.Name), Field("vault_url", azure.VaultUrl), Field("version", azure.Version)];
    }

    /// <summary>Key URLs, separated by commas.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: a URL is not one of a key.</exception>
    public static IEnumerable<MasterKey> Parse(string list) => list.Length == 0 ? [] : list.Split(',').Select(ParseOne);

    // https://HOST/keys/NAME[/VERSION], where no part holds a slash.
    private static AzureKeyVaultMasterKey ParseOne(string text)
    {
        var url = text.Trim();
        return url.StartsWith(Scheme, StringComparison.Ordinal)
            && url[Scheme.Length..].Split('/') is [{ Length: > 0 } host, "keys", { Length: > 0 } name, .. var rest]
            && rest.Length <= 1
            ? new(Scheme + host, name, rest is [var version] ? version : "")
            : throw new SecretsKitException(
                ErrorCode.General, $"could not parse {GoQuote.Format(url)} into a valid Azure Key Vault MasterKey")
            {
                Cause = new KeyTextCause(url, "a key is as https://NAME.vault.azure.net/keys/KEY/VERSION; the version may be left out"),
                Problem = DisplayText.Message($"\"{url}\" is not the address of a key in a vault of Azure"),
            };
    }
}
