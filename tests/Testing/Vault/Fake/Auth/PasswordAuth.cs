using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>Users with passwords: <c>userpass</c>, and <c>ldap</c> with a directory of its own.</summary>
internal sealed class PasswordAuth(string type) : IFakeEngine
{
    private const int MostFailures = 5;

    private readonly SortedDictionary<string, (string Password, LoginRole Tokens)> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);

    public bool IsOpen(string path) => path.StartsWith("login/", StringComparison.Ordinal);

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var names = call.Path.TrimEnd('/').Split('/');
        return names switch
        {
            ["users"] when call.Operation == VaultOperation.List => VaultReply.Keys(_users.Keys),
            ["users", var name] => User(call, name.ToLowerInvariant()),
            ["login", var name] => LogIn(call, vault, name.ToLowerInvariant()),
            _ => null,
        };
    }

    private VaultReply User(VaultCall call, string name)
    {
        switch (call.Operation)
        {
            case VaultOperation.Read:
                return _users.TryGetValue(name, out var user) ? VaultReply.Of(user.Tokens.Describe()) : VaultReply.Nothing;
            case VaultOperation.Delete:
                _users.Remove(name);
                return VaultReply.NoContent;
            default:
                _users[name] = (call.Text("password") ?? _users.GetValueOrDefault(name).Password, LoginRole.Of(call));
                return VaultReply.NoContent;
        }
    }

    private VaultReply LogIn(VaultCall call, FakeVault vault, string name)
    {
        if (call.Text("password") is not { Length: > 0 } password)
        {
            throw new VaultRefusal(500, "missing password");
        }

        if (_failures.GetValueOrDefault(name) >= MostFailures)
        {
            return VaultReply.Unauthenticated;
        }

        if (!_users.TryGetValue(name, out var user) || user.Password != password)
        {
            _failures[name] = _failures.GetValueOrDefault(name) + 1;
            throw new VaultRefusal(400, type == "ldap" ? "ldap operation failed: failed to bind as user" : "invalid username or password");
        }

        _failures.Remove(name);
        return user.Tokens.LogIn(call, vault, $"{type} {name}", $"{type}-{name}", new() { ["username"] = name });
    }
}
