import type { Texts } from "./catalogue.ts";
import { upstream } from "./upstream/es.ts";

/** The texts in Spanish. */
export const es: Texts = {
  direction: "ltr",
  cancel: "Cancelar",
  client: {
    website: "Sitio web",
    privacyPolicy: "Política de privacidad",
    termsOfService: "Condiciones del servicio",
    opensNewTab: "se abre en una pestaña nueva",
    unverified:
      "Nadie ha comprobado quién está detrás de esta aplicación. Su nombre y su logotipo los ha puesto ella misma.",
  },
  signIn: {
    title: "Iniciar sesión",
    continueTo: "para continuar en",
    username: "Nombre de usuario o correo electrónico",
    password: "Contraseña",
    submit: "Iniciar sesión",
    signedInAccounts: "Elegir una cuenta con la sesión ya iniciada",
    failed: "El nombre de usuario y la contraseña no coinciden. Revisa ambos e inténtalo de nuevo.",
    tooManyAttempts: (minutes) =>
      `Ha habido demasiados intentos. Espera ${minutes} ${
        minutes === 1 ? "minuto" : "minutos"
      } e inténtalo de nuevo.`,
    busy: "Hay muchas personas iniciando sesión ahora mismo. Inténtalo de nuevo en un momento.",
    stronger:
      "Esta aplicación necesita un inicio de sesión más seguro que una contraseña. Continúa con una de estas opciones.",
    tooWeak:
      "Has iniciado sesión, pero esta aplicación necesita un inicio de sesión más seguro, por ejemplo con un segundo paso. Inténtalo otra vez o vuelve a la aplicación.",
  },
  upstream,
  chooseAccount: {
    title: "Elige una cuenta",
    continueTo: "para continuar en",
    other: "Usar otra cuenta",
    barred: "No puede usar esta aplicación",
    refused:
      "Esta cuenta no puede usar esta aplicación. Elige otra o pregunta a los responsables de la aplicación.",
  },
  consent: {
    title: "¿Permitir el acceso?",
    asker: "Esta aplicación quiere usar tu cuenta:",
    account: "Sesión iniciada como",
    switchAccount: "Usar otra cuenta",
    asksFor: "Pide permiso para",
    alreadyAllowed: "Ya permitido",
    customScope: "Usar un permiso propio:",
    customClaim: "Saber esto de ti:",
    afterwards: (host) => `Después continuarás en ${host}.`,
    onDevice:
      "La respuesta va a un programa de este dispositivo. Permítelo solo si acabas de iniciar tú ese programa.",
    elsewhere: (host) =>
      `La respuesta va a ${host}, que no es de donde esta aplicación dice venir. Permítelo solo si conoces esa dirección.`,
    changed: "Lo que pide esta aplicación acaba de cambiar. Vuelve a revisarlo antes de decidir.",
    allow: "Permitir",
    deny: "Denegar",
  },
  signOut: {
    title: "¿Cerrar sesión?",
    asker: "Esta aplicación pide cerrar su sesión:",
    accounts: "Con sesión iniciada en este navegador:",
    submit: "Cerrar sesión",
    stay: "Seguir con la sesión iniciada",
  },
  scopes: {
    openid: "Reconocerte cuando vuelvas",
    profile: "Ver tu perfil, por ejemplo tu nombre, tu foto y tu cumpleaños",
    email: "Ver tu correo electrónico",
    phone: "Ver tu número de teléfono",
    address: "Ver tu dirección postal",
    offline_access: "Conservar este acceso cuando no estés",
    upstream_tokens:
      "Usar las cuentas de otros servicios con las que inicias sesión, en la medida en que estas lo permitan",
  },
  claims: {
    name: "Ver tu nombre completo",
    given_name: "Ver tu nombre de pila",
    family_name: "Ver tus apellidos",
    middle_name: "Ver tu segundo nombre",
    nickname: "Ver tu apodo",
    preferred_username: "Ver tu nombre de usuario",
    profile: "Ver la dirección de tu página de perfil",
    picture: "Ver tu foto",
    website: "Ver la dirección de tu sitio web",
    gender: "Ver tu género",
    birthdate: "Ver tu cumpleaños",
    zoneinfo: "Ver tu zona horaria",
    locale: "Ver tu idioma",
    updated_at: "Ver cuándo cambió tu perfil por última vez",
    email: "Ver tu correo electrónico",
    email_verified: "Ver si tu correo electrónico está confirmado",
    phone_number: "Ver tu número de teléfono",
    phone_number_verified: "Ver si tu número de teléfono está confirmado",
    address: "Ver tu dirección postal",
  },
  setPassword: {
    title: "Elige una contraseña",
    account: "Para la cuenta",
    password: "Nueva contraseña",
    hint: (minimumLength) =>
      `Usa al menos ${minimumLength} caracteres. Unas cuantas palabras sin relación entre sí funcionan bien.`,
    submit: "Guardar la contraseña",
    tooShort: (minimumLength) =>
      `Esta contraseña es demasiado corta. Usa al menos ${minimumLength} caracteres.`,
    tooLong: "Esta contraseña es demasiado larga. Elige una más corta.",
  },
  account: {
    title: "Tu cuenta",
    signedInAs: "Has iniciado sesión como",
    switchAccount: "Cambiar de cuenta",
    addAccount: "Iniciar sesión con otra cuenta",
    apps: "Aplicaciones conectadas",
    noApps: "Todavía no has conectado ninguna aplicación.",
    may: "Puede",
    connected: "Conectada:",
    openApp: "Abrir la aplicación",
    barred: "Ya no puedes usar esta aplicación con esta cuenta.",
    disconnect: "Desconectar",
    moreApps: "Mostrar más aplicaciones",
    sessions: "Dónde tienes la sesión iniciada",
    here: "Este navegador",
    elsewhere: "Otro navegador",
    since: "Inicio de sesión:",
    lastSeen: "Último uso:",
    endSession: "Cerrar esa sesión",
    endOthers: "Cerrar todas las demás sesiones",
    moreSessions: (count) => `y ${count} más`,
    changePassword: "Cambiar la contraseña",
    oldPassword: "Contraseña actual",
    wrongPassword: "Esa no es tu contraseña actual. Revísala e inténtalo de nuevo.",
    othersEnd: "Al guardarla se cierran todas tus demás sesiones.",
    signOut: "Cerrar sesión",
    signOutAll: "Cerrar aquí todas las cuentas",
    done: {
      sessionEnded: "Esa sesión está cerrada.",
      othersEnded: "Todas tus demás sesiones están cerradas.",
      disconnected: "La aplicación está desconectada. Ya no puede usar tu cuenta.",
      passwordChanged: "Tu contraseña ha cambiado y todas tus demás sesiones están cerradas.",
      connected: "Desde ahora puedes iniciar sesión con ella.",
      upstreamDisconnected: "Ya no sirve para iniciar sesión.",
      upstreamUndone:
        "Está deshecho. Tu sesión está cerrada en los demás sitios, y las aplicaciones han perdido el acceso permanente que obtuvieron desde entonces.",
      upstreamRestored: "Vuelve a estar conectada.",
    },
  },
  createAdmin: {
    title: "Crear una cuenta de administración",
    lead: "Quien rellene este formulario podrá administrar este servidor. El enlace sirve una sola vez.",
    username: "Nombre de usuario",
    email: "Correo electrónico",
    password: "Contraseña",
    submit: "Crear la cuenta",
    badUsername: "Un nombre de usuario tiene 100 caracteres como máximo, sin espacios ni @.",
    badEmail: "Esto no es un correo electrónico. Revísalo.",
    usernameTaken: "Alguien ya tiene este nombre de usuario. Elige otro.",
    emailTaken: "Alguien ya tiene este correo electrónico. Usa otro.",
  },
  handOver: {
    title: "Te estamos redirigiendo",
    message: "Si no ocurre nada, pulsa «Continuar».",
    submit: "Continuar",
  },
  wayBack: {
    title: "No podemos responder a esta aplicación",
    message:
      "La aplicación te envió aquí con una solicitud que no funciona, y nadie ha comprobado quién está detrás de ella. Continúa solo si conoces esta dirección:",
    submit: "Continuar a esta dirección",
  },
  notices: {
    passwordSet: {
      title: "Tu contraseña está guardada",
      message: "Puedes cerrar esta página e iniciar sesión con la nueva contraseña.",
    },
    signedOut: {
      title: "Has cerrado la sesión",
      message: "Puedes cerrar esta página. En un dispositivo compartido, cierra también el navegador.",
    },
  },
  home: {
    title: "Servidor de inicio de sesión",
    message: "Aquí se inicia sesión para usar las aplicaciones que confían en este servidor. " +
      "En las direcciones de abajo está todo lo que necesita quien desarrolla una aplicación.",
    issuer: "Emisor (issuer)",
    discovery: "Configuración de OpenID",
    account: "Tu cuenta",
  },
  problem: {
    reference: "Referencia",
    referenceHint: "Si sigue ocurriendo, da esta referencia a quienes gestionan este servicio.",
    back: "Volver",
  },
  refusals: {
    invalidRequest: {
      title: "Esta solicitud no funciona",
      message: "No podemos usar la solicitud que te trajo aquí. Vuelve a la aplicación y empieza de nuevo.",
    },
    unknownClient: {
      title: "No conocemos esta aplicación",
      message:
        "La aplicación que te envió aquí no está registrada con nosotros. Avisa a quienes gestionan la aplicación.",
    },
    unregisteredRedirect: {
      title: "No podemos enviarte de vuelta de forma segura",
      message:
        "La aplicación nos pidió enviarte a una dirección que no registró con nosotros, así que nos hemos detenido aquí. " +
        "Avisa a quienes gestionan la aplicación.",
    },
    expired: {
      title: "Ha pasado demasiado tiempo",
      message:
        "Por tu seguridad, un inicio de sesión solo queda abierto un rato. Vuelve a la aplicación y empieza de nuevo.",
    },
    startedElsewhere: {
      title: "Este inicio de sesión empezó en otro lugar",
      message: "Solo se puede terminar en el navegador en el que empezó. " +
        "Si alguien te envió este enlace, no lo uses.",
    },
    finished: {
      title: "Este inicio de sesión ya terminó",
      message: "No queda nada que hacer aquí. Para volver a iniciar sesión, vuelve a la aplicación.",
    },
    foreignForm: {
      title: "No pudimos aceptar este formulario",
      message:
        "No estamos seguros de que venga de nuestra propia página. Vuelve atrás, recarga la página e inténtalo de nuevo.",
    },
    linkSpent: {
      title: "Este enlace ya no funciona",
      message: "Ya se usó o ha caducado. Pide uno nuevo.",
    },
    notFound: {
      title: "Aquí no hay nada",
      message: "Revisa la dirección o vuelve a la aplicación de la que vienes.",
    },
    unavailable: {
      title: "Volvemos enseguida",
      message: "El servicio no puede responder en este momento. Inténtalo de nuevo en un minuto.",
    },
    broken: {
      title: "Algo ha fallado por nuestra parte",
      message: "No es culpa tuya. Inténtalo de nuevo en un minuto.",
    },
  },
};
