using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Vault.Authentication.Methods;

/// <summary>
/// The map <c>auth</c> of a store: the first method that is there counts, in the reference's order (spec external-secrets.md 3.5).
/// </summary>
internal static class VaultAuthFields
{
    private delegate IdentityReading Reading(StoreFields method, StoreContext context);

    private const int MaxTokenFile = 64 * 1024;
    private const long DefaultTokenSeconds = 600;

    private static readonly (string Name, Reading Read)[] Vault =
    [
        ("tokenSecretRef", Token),
        ("appRole", AppRole),
        ("kubernetes", Kubernetes),
        ("ldap", (fields, context) => Password(fields, context, "ldap", VaultLogin.Ldap)),
        ("userPass", UserPass),
        ("jwt", Jwt),
        ("cert", Certificate),
        ("iam", AwsIamMethod.Read),
        ("gcp", GoogleMethod.Read),
    ];

    private static readonly (string Name, Reading Read)[] OpenBao =
        [("appRole", AppRole), ("tokenSecretRef", Token), ("userPass", UserPass)];

    /// <summary>Reads the methods that stores of kind <c>vault</c> have; null if the store names no credentials at all.</summary>
    /// <exception cref="ProviderException">There is no method, or its fields are wrong.</exception>
    public static VaultAuthMethod? Read(StoreFields store, StoreContext context) => Read(store, context, Vault);

    /// <summary>The same for stores of kind <c>openBao</c>.</summary>
    /// <exception cref="ProviderException">There is no method, or its fields are wrong.</exception>
    public static VaultAuthMethod? ReadOpenBao(StoreFields store, StoreContext context) => Read(store, context, OpenBao);

    private static VaultAuthMethod? Read(StoreFields store, StoreContext context, (string Name, Reading Read)[] methods)
    {
        if (store.Child("auth") is not { } auth)
        {
            return null;
        }

        foreach (var (name, read) in methods)
        {
            if (auth.Child(name) is { } fields)
            {
                return new(Checked(fields, context), read(fields, context)) { LoginNamespace = auth.Text("namespace") };
            }
        }

        const string problem = "cannot initialize Vault client: no valid auth method specified";
        var wrong = auth.Wrong("", problem).Failure;
        throw new ProviderException(wrong with { Operation = "login to", IsAboutCredentials = true }, $"{problem}");
    }

    // All maps below a method that name something: their namespaces are judged before anything is read.
    private static List<StoreFields> Checked(StoreFields method, StoreContext context)
    {
        var found = new List<StoreFields>();
        Collect(method, found);
        foreach (var reference in found)
        {
            _ = StoreReferenceFields.NamespaceOf(reference, context);
        }

        return found;
    }

    private static void Collect(StoreFields fields, List<StoreFields> found)
    {
        if (fields.Has("name"))
        {
            found.Add(fields);
            return;
        }

        foreach (var key in fields.Map.SortedKeys)
        {
            if (fields.Map[key].AsMap is not null)
            {
                Collect(fields.RequiredChild(key.RevealText()), found);
            }
        }
    }

    private static IdentityReading Token(StoreFields selector, StoreContext context)
    {
        selector.RequiredText("name");
        var token = Secret(selector, context);
        return async ct => new($"token {VaultIdentity.Hash(await token(ct))}") { Token = token };
    }

    private static IdentityReading AppRole(StoreFields fields, StoreContext context)
    {
        var (mount, given) = (fields.Text("path"), fields.Text("roleId").Trim());
        var secret = Secret(fields.RequiredChild("secretRef"), context);
        var role = given.Length > 0 ? _ => new(SecretValue.OfText(given))
            : fields.Child("roleRef") is { } reference ? Secret(reference, context)
            : throw fields.Wrong("roleId", "neither roleId nor roleRef is there");
        return Of($"approle {mount}", VaultLogin.AppRole(mount, role, secret), role, secret);
    }

    private static IdentityReading Kubernetes(StoreFields fields, StoreContext context)
    {
        var (mount, role) = (fields.Text("mountPath"), fields.RequiredText("role"));
        var name = $"kubernetes {mount} {role}";
        if (fields.Child("serviceAccountRef") is { } account)
        {
            var token = AccountToken(account, context, account.Texts("audiences"), DefaultTokenSeconds);
            return Of($"{name} {AccountName(account, context)}", VaultLogin.Kubernetes(mount, role, OrListed(token, account, context)));
        }

        if (fields.Child("secretRef") is { } selector)
        {
            var token = Secret(selector, context, "token");
            return Of(name, VaultLogin.Kubernetes(mount, role, token), token);
        }

        if (context is { RefusesOwnAccount: true, IsClusterStore: false })
        {
            throw fields.Wrong(
                "serviceAccountRef",
                "it is missing, and a SecretStore may not log in with this program's own account, whose token its server would get "
                + "(the agent's flag --own-account-for-secret-stores allows it)");
        }

        return Of($"{name} own", VaultLogin.Kubernetes(mount, role, _ => new(OwnToken(fields, context))));
    }

    private static IdentityReading UserPass(StoreFields fields, StoreContext context) =>
        Password(fields, context, "userpass", VaultLogin.UserPass);

    private static IdentityReading Password(
        StoreFields fields, StoreContext context, string name, Func<string, string, SecretReading, VaultLogin> create)
    {
        var (mount, user) = (fields.Text("path"), fields.RequiredText("username").Trim());
        var password = Secret(fields.RequiredChild("secretRef"), context);
        return Of($"{name} {mount} {user}", create(mount, user, password), password);
    }

    private static IdentityReading Jwt(StoreFields fields, StoreContext context)
    {
        var (mount, role) = (fields.Text("path"), fields.Text("role"));
        var name = $"jwt {mount} {role}";
        if (fields.Child("secretRef") is { } selector)
        {
            var given = Secret(selector, context);
            return Of(name, VaultLogin.Jwt(mount, role, given), given);
        }

        if (fields.Child("kubernetesServiceAccountToken") is not { } request)
        {
            throw fields.Wrong("", "neither secretRef nor kubernetesServiceAccountToken is there");
        }

        var account = request.RequiredChild("serviceAccountRef");
        var audiences = request.Texts("audiences");
        var seconds = request.Integer("expirationSeconds") ?? DefaultTokenSeconds;
        if (seconds is <= 0 or > int.MaxValue)
        {
            throw request.Wrong("expirationSeconds", "expected a number of seconds above 0");
        }

        string[] all = [.. audiences.Count > 0 ? audiences : ["vault"], .. account.Texts("audiences")];
        var token = AccountToken(account, context, all, seconds);
        return Of($"{name} {AccountName(account, context)} {string.Join(',', all)}", VaultLogin.Jwt(mount, role, token));
    }

    private static IdentityReading Certificate(StoreFields fields, StoreContext context)
    {
        var (mount, role) = (fields.Text("path"), fields.Text("vaultRole"));
        var certificate = Secret(fields.RequiredChild("clientCert"), context);
        var key = Secret(fields.RequiredChild("secretRef"), context);
        return async ct =>
        {
            var (shown, secret) = (await certificate(ct), await key(ct));
            return new($"cert {mount} {role} {VaultIdentity.Hash(shown)} {VaultIdentity.Hash(secret)}")
            {
                Login = VaultLogin.Certificate(mount, role),
                Certificate = shown,
                CertificateKey = secret,
            };
        };
    }

    private static IdentityReading Of(string name, VaultLogin login, params SecretReading[] secrets) => async ct =>
    {
        var identity = name;
        foreach (var read in secrets)
        {
            identity += " " + VaultIdentity.Hash(await read(ct));
        }

        return new(identity) { Login = login };
    };

    private static SecretReading Secret(StoreFields selector, StoreContext context, string? defaultKey = null)
    {
        selector.RequiredText("name");
        return ct => StoreReferenceFields.SecretKeyAsync(selector, context, defaultKey, ct);
    }

    private static SecretReading AccountToken(StoreFields account, StoreContext context, IReadOnlyList<string> audiences, long seconds)
    {
        var name = account.RequiredText("name");
        return ct => context.References.ServiceAccountTokenAsync(
            StoreReferenceFields.NamespaceOf(account, context), name, audiences, TimeSpan.FromSeconds(seconds), ct);
    }

    // Clusters before 1.24 make a Secret with a token for each account, and agents there may not ask for another token.
    private static SecretReading OrListed(SecretReading token, StoreFields account, StoreContext context) => async ct =>
    {
        try
        {
            return await token(ct);
        }
        catch (ProviderException)
        {
            if (await ListedTokenAsync(account, context, ct) is { } listed)
            {
                return listed;
            }

            throw;
        }
    };

    private static async ValueTask<SecretValue?> ListedTokenAsync(StoreFields account, StoreContext context, CancellationToken ct)
    {
        var (ns, name) = (StoreReferenceFields.NamespaceOf(account, context), account.RequiredText("name"));
        IReadOnlyList<string> listed;
        try
        {
            listed = await context.References.ServiceAccountSecretsAsync(ns, name, ct);
        }
        catch (ProviderException)
        {
            return null;
        }

        foreach (var secret in listed)
        {
            try
            {
                return await context.References.SecretKeyAsync(ns, secret, "token", ct);
            }
            catch (ProviderException)
            {
                // Accounts list Secrets of other kinds, too.
                continue;
            }
        }

        return null;
    }

    private static string AccountName(StoreFields account, StoreContext context) =>
        $"{StoreReferenceFields.NamespaceOf(account, context)}/{account.RequiredText("name")} "
            + string.Join(',', account.Texts("audiences"));

    // The account that this program runs with in a cluster.
    private static SecretValue OwnToken(StoreFields fields, StoreContext context)
    {
        var path = context.Host.Environment.ResolvePath(Path.Combine(context.AccountFolder, "token"));
        try
        {
            return new(SecretFile.Read(path, MaxTokenFile) ?? throw fields.Wrong("", $"{path} is too large for a token"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw fields.Wrong("serviceAccountRef",
                $"it is missing, and the token of this program's own account cannot be read: {SecretFile.Explain(path, failure)}");
        }
    }
}
