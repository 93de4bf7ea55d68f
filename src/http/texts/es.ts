import type { Texts } from "./catalogue.ts";

/** The texts in Spanish. */
export const es: Texts = {
  direction: "ltr",
  cancel: "Cancelar",
  client: {
    website: "Sitio web",
    privacyPolicy: "Política de privacidad",
    termsOfService: "Condiciones del servicio",
    opensNewTab: "se abre en una pestaña nueva",
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
  },
  chooseAccount: {
    title: "Elige una cuenta",
    continueTo: "para continuar en",
    other: "Usar otra cuenta",
  },
  consent: {
    title: "¿Permitir el acceso?",
    asker: "Esta aplicación quiere usar tu cuenta:",
    account: "Sesión iniciada como",
    switchAccount: "Usar otra cuenta",
    asksFor: "Pide permiso para",
    alreadyAllowed: "Ya permitido",
    customScope: "Usar un permiso propio:",
    afterwards: (host) => `Después continuarás en ${host}.`,
    changed: "Lo que pide esta aplicación acaba de cambiar. Vuelve a revisarlo antes de decidir.",
    allow: "Permitir",
    deny: "Denegar",
  },
  scopes: {
    openid: "Reconocerte cuando vuelvas",
    profile: "Ver tu perfil, por ejemplo tu nombre, tu foto y tu cumpleaños",
    email: "Ver tu correo electrónico",
    phone: "Ver tu número de teléfono",
    address: "Ver tu dirección postal",
    offline_access: "Conservar este acceso cuando no estés",
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
    tooCommon: "Esta contraseña es fácil de adivinar. Elige otra.",
  },
  handOver: {
    title: "Te estamos redirigiendo",
    message: "Si no ocurre nada, pulsa «Continuar».",
    submit: "Continuar",
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
