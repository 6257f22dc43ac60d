using SecretsKit.Templating.Functions.Randomness;
using SecretsKit.Templating.Values;
using P = SecretsKit.Templating.Functions.ParameterType;

namespace SecretsKit.Templating.Functions.Network;

/// <summary>Addresses of hosts (spec sprig.md, head).</summary>
internal static class NetworkFunctions
{
    public static FunctionTable AddNetwork(this FunctionTable table, Func<string, IReadOnlyList<string>>? resolve) => resolve is null
        ? table.Add("getHostByName", static (_, _) => Value.EmptyString, P.String)
        : table.Add("getHostByName", (c, a) => Any(c, resolve(System.Text.Encoding.UTF8.GetString(a[0].StringBytes))), P.String);

    private static Value Any(CallContext context, IReadOnlyList<string> addresses) => addresses.Count == 0
        ? throw new FunctionException("invalid argument to Intn")
        : Value.Of(addresses[(int)RandomNumbers.Below(context.Random, addresses.Count)]);
}
